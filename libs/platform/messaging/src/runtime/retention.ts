import { Injectable } from '@nestjs/common';

/** Removes what was over more than `days` ago, in short transactions; ends early when `signal` says so. */
export type Sweep = (days: number, signal: AbortSignal) => Promise<unknown>;

/** What modules want swept, each in its own tables, in the rounds in which messaging removes what is old. */
@Injectable()
export class Retention {
  private readonly sweeps = new Map<string, readonly Sweep[]>();

  add(module: string, sweep: Sweep): void {
    this.sweeps.set(module, [...this.of(module), sweep]);
  }

  of(module: string): readonly Sweep[] {
    return this.sweeps.get(module) ?? [];
  }
}
