/** So many requests in so many seconds. */
export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Reads `100/s`, `600/m` or `1000/h`; nothing for an empty text. @throws Error in one sentence for any other text */
export function parseRateLimit(text: string | undefined): RateLimit | undefined {
  if (text === undefined || text === '') return undefined;
  const match = /^([1-9]\d{0,8})\/([smh])$/.exec(text);
  const seconds = units[match?.[2] ?? ''];
  if (!match || seconds === undefined) {
    throw new Error(
      `WHEREABOUTS_RATE_LIMIT is "${text}"; write it as 100/s, 600/m or 1000/h, or leave it out.`,
    );
  }
  return { requests: Number(match[1]), seconds };
}

const MAX_CLIENTS = 10_000;

/**
 * Limits each client by the generic cell rate algorithm (ITU-T I.371): one time stamp per client, bursts up to the whole
 * limit, then evenly spaced.
 */
export class RateLimiter {
  /** When each client's allowance is full again, in milliseconds. */
  private readonly fullAt = new Map<string, number>();
  private readonly spacing: number;
  private readonly window: number;

  constructor({ requests, seconds }: RateLimit) {
    this.window = seconds * 1000;
    this.spacing = this.window / requests;
  }

  /** Counts a request. @returns 0 when it may pass, else the seconds after which the next one may */
  take(client: string, now: number): number {
    const next = Math.max(this.fullAt.get(client) ?? now, now) + this.spacing;
    const excess = next - now - this.window;
    if (excess > 1e-6) return Math.ceil(excess / 1000);
    if (!this.fullAt.has(client) && this.fullAt.size >= MAX_CLIENTS) this.forget(now);
    this.fullAt.set(client, next);
    return 0;
  }

  /** Drops clients whose allowance is full again; when there are none, the oldest. */
  private forget(now: number): void {
    for (const [client, at] of this.fullAt) if (at <= now) this.fullAt.delete(client);
    const oldest = this.fullAt.keys().next();
    if (this.fullAt.size >= MAX_CLIENTS && oldest.done !== true) this.fullAt.delete(oldest.value);
  }
}
