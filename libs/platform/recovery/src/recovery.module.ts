import { type DynamicModule, Module } from '@nestjs/common';

import type { CrashPoints } from './crash-points.js';
import { Recovery } from './recovery.js';

export interface RecoveryOptions {
  /** The most that the first stage may take, in ms; 10 s unless given. */
  readonly limitMs?: number | undefined;
  readonly crashPoints?: CrashPoints | undefined;
}

const DEFAULT_LIMIT_MS = 10_000;

/** Gives every part of the process the way to say what it finishes before anything new is taken. Whoever starts the process runs it. */
@Module({})
export class RecoveryModule {
  static forRoot({ limitMs = DEFAULT_LIMIT_MS, crashPoints }: RecoveryOptions = {}): DynamicModule {
    return {
      module: RecoveryModule,
      global: true,
      providers: [{ provide: Recovery, useFactory: () => new Recovery(limitMs, crashPoints) }],
      exports: [Recovery],
    };
  }
}

/**
 * The limit as a person sets it, in seconds; nothing for the default.
 * @throws Error in one sentence when it is no positive number
 */
export function recoveryLimitMs(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds > 0) return Math.round(seconds * 1_000);
  throw new Error(`WHEREABOUTS_RECOVERY_SECONDS is a number of seconds above 0, not "${text}".`);
}
