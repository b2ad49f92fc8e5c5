import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { decodeEnvelope } from '@platform/messaging';
import { componentLogger } from '@platform/observability';

import { Archive } from '../archive/archive.js';
import { ArchiveHints } from '../archive/archive-hints.js';
import { ArchiveReader } from '../archive/archive-reader.js';
import type { Versions } from '../archive/stream-state.js';
import { type ClaimedGaps, GapRows } from './gap-rows.js';
import { OwnerOfEvents } from './owner-of-events.js';

const AT_ONCE = 20;
const LOOK_EVERY_MS = 1_000;

/** Asks owners for what streams lack, and archives their answers as if they had come by themselves. */
@Injectable()
export class GapFiller implements OnModuleDestroy {
  private readonly logger = componentLogger('gaps');
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly rows: GapRows,
    private readonly owner: OwnerOfEvents,
    private readonly archive: Archive,
    private readonly reader: ArchiveReader,
    private readonly hints: ArchiveHints,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Resolves when the question in hand is answered. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** One round. @returns how many streams were asked for */
  async fill(): Promise<number> {
    const claimed = await this.rows.claim(AT_ONCE);
    for (const gaps of claimed) {
      if (this.stopping.signal.aborted) break;
      await this.fillStream(gaps);
    }
    return claimed.length;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      // Begun before the round, so that what is announced while it runs is not slept over.
      const grown = this.hints.next(LOOK_EVERY_MS, signal);
      const asked = await this.fill().catch((error: unknown) => {
        this.logger.warn({ reason: String(error) }, 'gaps cannot be looked after, will try again');
        return 0;
      });
      if (asked < AT_ONCE) await grown;
    }
  }

  private async fillStream(claimed: ClaimedGaps): Promise<void> {
    const { module, streamId } = claimed;
    try {
      for (const gap of claimed.gaps) await this.fillGap(claimed, gap);
      const lacking = (await this.reader.stream(module, streamId))?.gaps ?? [];
      if (lacking.length === 0) return;
      const versions = lacking.map(({ from, to }) => (from === to ? from : `${from}–${to}`)).join(', ');
      await this.rows.note(claimed, `The owner does not have ${versions}.`);
      this.logger.warn(
        { module, streamId, versions },
        'what is missing of a stream its owner does not have either',
      );
    } catch (error) {
      await this.rows.note(claimed, String(error));
      this.logger.warn({ module, streamId, reason: String(error) }, 'a gap cannot be filled yet');
    }
  }

  /** Page by page, as far as the owner has anything. */
  private async fillGap({ module, streamId }: ClaimedGaps, { from, to }: Versions): Promise<void> {
    for (let next = from; next <= to;) {
      const answer = await this.owner.read(module, streamId, next, to);
      const versions = answer.map(decodeEnvelope).map((event) => {
        // An owner that answers something else is not believed.
        if (event.sourceModule !== module || event.streamId !== streamId)
          throw new Error(`The owner answered with events of "${event.streamId}".`);
        return event.streamVersion;
      });
      await this.archive.archive(answer, { lane: `owner of ${module}` });
      const last = Math.max(next - 1, ...versions);
      if (last < next) return;
      next = last + 1;
    }
  }
}
