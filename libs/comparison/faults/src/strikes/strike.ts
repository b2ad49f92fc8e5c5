import type { Deployment } from '@comparison/protocol';
import type { Outage, Part, ProfileDescription } from '@platform/profile';
import type { Fault } from '../fault.js';
import type { Expected } from '../look/expectation.js';
import type { Seat } from '../look/seat.js';

export interface StrikeScene {
  readonly deployment: Deployment;
  readonly seat: Seat;
  readonly description: ProfileDescription;
  /** How long the fault lasts, in s. */
  readonly seconds: number;
  readonly signal: AbortSignal | undefined;
}

/** A fault that is about to happen. */
export interface Strike {
  readonly expected: Expected;
  /** Copies that are changed as soon as it has begun, since they are said to stand still. */
  readonly standStill: Outage['standStill'];
  readonly unavailable: readonly string[];
  /** How long it takes to be felt, in ms; nothing is looked at before. */
  readonly takesHoldMs?: number;
  /** Begins it. @returns ends it, and resolves when all serves again; may be called more than once */
  begin(): Promise<() => Promise<readonly number[]>>;
  /** What shows that it has happened, asked when all is over. */
  proof?(): Promise<string>;
  /** Always called in the end, whether it has begun or not. */
  close?(): Promise<void>;
}

/** A fault of the catalogue, with what can be done with it. */
export interface PlayableFault extends Fault {
  readonly of: Part;
  /** Addresses of databases past what the fault has put before them. */
  past?(): Readonly<Record<string, string>>;
  /** @throws FaultNotPossible where the deployment does not allow it */
  ready(scene: StrikeScene): Promise<Strike>;
}
