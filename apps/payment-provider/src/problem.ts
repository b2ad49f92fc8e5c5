/** Every refusal the provider knows, with its HTTP status and title (RFC 9457). */
const PROBLEMS = {
  validation: { status: 400, title: 'The request is not valid' },
  'idempotency-key-missing': { status: 400, title: 'An Idempotency-Key header is required' },
  'not-found': { status: 404, title: 'Not found' },
  'unknown-charge': { status: 404, title: 'There is no such charge' },
  'idempotency-key-reused': { status: 422, title: 'The Idempotency-Key belongs to another request' },
  'refund-exceeds-charge': { status: 422, title: 'More than was captured cannot be refunded' },
  internal: { status: 500, title: 'Something went wrong' },
  unavailable: { status: 503, title: 'The ledger cannot be written' },
} as const;

export type ProblemType = keyof typeof PROBLEMS;

export class Problem extends Error {
  readonly type: ProblemType;

  constructor(type: ProblemType, detail: string) {
    super(detail);
    this.type = type;
  }

  get status(): number {
    return PROBLEMS[this.type].status;
  }

  toJSON(): { type: string; title: string; status: number; detail: string } {
    return {
      type: `urn:payment-provider:problem:${this.type}`,
      ...PROBLEMS[this.type],
      detail: this.message,
    };
  }
}
