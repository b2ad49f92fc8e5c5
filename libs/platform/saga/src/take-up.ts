import { Complaints } from './complaints.js';
import { pause } from './pause.js';
import { ALONE_MS } from './taken-back.js';

const RETRY_MS = 500;

export interface TakeUpParts<Piece> {
  /** Makes what this replica had in hand when it died nobody's, to go before all others. */
  readonly takeBack: () => Promise<void>;
  /** Claims one such piece. */
  readonly claim: () => Promise<Piece | undefined>;
  /** Ends when the piece has ended, or waits for what will take long. Never throws. */
  readonly work: (piece: Piece) => Promise<unknown>;
  readonly report: (error: unknown) => void;
}

/**
 * Takes back what a replica had in hand when it died, however often that has to be tried: nothing else may be claimed before, as it
 * could not be told from what is taken back. Then its pieces go one by one, for a while: one that takes longer goes on beside.
 */
export async function takeUp<Piece>(parts: TakeUpParts<Piece>, stopping: AbortSignal): Promise<void> {
  const complaints = new Complaints(parts.report);
  /** @returns nothing when it has to be tried again */
  const tried = async <T>(work: () => Promise<T>, signal: AbortSignal): Promise<{ is: T } | undefined> => {
    try {
      const is = await work();
      complaints.went();
      return { is };
    } catch (error) {
      complaints.failed(error);
      await pause(RETRY_MS, signal);
      return undefined;
    }
  };
  let isBack = false;
  while (!isBack && !stopping.aborted) isBack = (await tried(parts.takeBack, stopping)) !== undefined;
  const over = AbortSignal.any([AbortSignal.timeout(ALONE_MS), stopping]);
  const isOver = new Promise<void>((resolve) => over.addEventListener('abort', () => resolve()));
  while (!over.aborted) {
    const claimed = await tried(parts.claim, over);
    if (!claimed) continue;
    if (!claimed.is) return;
    await Promise.race([parts.work(claimed.is), isOver]);
  }
}
