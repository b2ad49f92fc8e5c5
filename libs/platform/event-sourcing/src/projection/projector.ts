import { Logger } from '@nestjs/common';
import { type LogHints, LogReader, openMessage, WakeUp } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

import type { Generation, GenerationProgress, Projection } from './projection.js';
import { ProjectionTables } from './projection-tables.js';

export interface ProjectorPolicy {
  /** Messages looked at in one transaction. */
  readonly sliceSize: number;
  /** The pause after a step that found nothing doubles from the first to the second, in ms. */
  readonly pollMs: { readonly first: number; readonly longest: number };
}

export const DEFAULT_PROJECTOR_POLICY: ProjectorPolicy = {
  // Of 500, a replay took 1.4 times the processor time; larger ones would keep the live generation waiting for a rebuild.
  sliceSize: 2_000,
  pollMs: { first: 5, longest: 500 },
};

/** How far a projection is. */
export interface ProjectionProgress {
  readonly name: string;
  /** The live one first; another one is a rebuild that is under way. */
  readonly generations: readonly GenerationProgress[];
}

/**
 * Keeps one projection up with its module's log. A step reads a slice, applies it and writes down how far it came, in one
 * transaction under the lock of the projection's rows: whatever dies when, every event is applied once, by whichever replica.
 *
 * A rebuild is a second generation that begins at the log's beginning and is moved on in turns with the live one, so that the
 * live one keeps up meanwhile. When it has come as far it takes its place, in the transaction in which that is seen.
 */
export class Projector {
  private readonly logger = new Logger('Projection');
  private readonly tables: ProjectionTables;
  private readonly reader: LogReader;
  private readonly wakeUp = new WakeUp();
  private stopping = false;
  private running: Promise<void> | undefined;
  private unlisten: (() => void) | undefined;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly projection: Projection,
    private readonly hints: LogHints,
    private readonly policy: ProjectorPolicy = DEFAULT_PROJECTOR_POLICY,
  ) {
    this.tables = new ProjectionTables(unit, projection);
    this.reader = new LogReader(unit);
  }

  /** Makes the first generation where there is none, and begins another where the program's version is another. */
  async prepare(): Promise<void> {
    await this.unit.run(async () => {
      await this.exclusively();
      const generations = await this.tables.lock();
      if (generations.length === 0) await this.tables.add(1, true);
      else if (!generations.some(({ version }) => version === this.projection.version))
        await this.beginAnew(generations);
    });
  }

  start(): void {
    this.unlisten ??= this.hints.listen(this.unit.module, () => this.wakeUp.wake());
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.wakeUp.wake();
    this.unlisten?.();
    await this.running;
  }

  /** Begins a rebuild; one that is under way is begun anew. */
  async rebuild(): Promise<void> {
    await this.unit.run(async () => {
      await this.exclusively();
      await this.beginAnew(await this.tables.lock());
    });
    this.wakeUp.wake();
  }

  async progress(): Promise<ProjectionProgress> {
    return { name: this.projection.name, generations: await this.unit.read(() => this.tables.progress()) };
  }

  /** @returns whether there may be more to do at once */
  async step(): Promise<boolean> {
    return this.unit.run(async () => {
      const [live, ...others] = await this.tables.lock();
      if (!live) return false;
      const next = others.at(-1);
      const [moved, movedNext] = [await this.advance(live), next && (await this.advance(next))];
      if (next && movedNext && !isBefore(movedNext.at, moved.at)) await this.tables.replace(live, next);
      return moved.isFull || (movedNext?.isFull ?? false);
    });
  }

  private async run(): Promise<void> {
    let pauseMs = this.policy.pollMs.first;
    while (!this.stopping) {
      const isMore = await this.step().catch((error: unknown) => {
        this.logger.warn(`"${this.projection.name}" of "${this.unit.module}" pauses: ${String(error)}`);
        return false;
      });
      if (isMore) continue;
      const woken = await this.wakeUp.pause(pauseMs);
      pauseMs = woken ? this.policy.pollMs.first : Math.min(pauseMs * 2, this.policy.pollMs.longest);
    }
  }

  private async advance(from: Generation): Promise<{ readonly at: Place; readonly isFull: boolean }> {
    const { messages, next, scanned } = await this.reader.read(
      from,
      this.policy.sliceSize,
      this.projection.types,
    );
    if (messages.length > 0) {
      await this.projection.apply(
        this.tables.tableOf(from.generation),
        messages.map((message) => openMessage(message)),
      );
      await this.unit.reached('projection.applied');
    }
    if (scanned > 0) {
      await this.tables.moveTo(from, next.ord, next.position);
      await this.unit.reached('projection.moved');
    }
    return { at: next, isFull: scanned === this.policy.sliceSize };
  }

  private async beginAnew(generations: readonly Generation[]): Promise<void> {
    for (const each of generations) if (!each.isLive) await this.tables.drop(each);
    await this.tables.add(Math.max(...generations.map(({ generation }) => generation)) + 1, false);
  }

  /** Before the first rows there is nothing to lock. */
  private async exclusively(): Promise<void> {
    await this.unit.query(`SELECT pg_advisory_xact_lock(hashtext($1))`, [
      `${this.unit.schema}.projection.${this.projection.name}`,
    ]);
  }
}

interface Place {
  readonly ord: number;
  readonly position: number;
}

function isBefore(a: Place, b: Place): boolean {
  return a.ord < b.ord || (a.ord === b.ord && a.position < b.position);
}
