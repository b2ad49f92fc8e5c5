import type { Second } from '@comparison/protocol';

interface Counted {
  offered: number;
  due: number;
  completed: number;
  ok: number;
  failed: number;
  unknown: number;
  readonly acknowledgements: number[];
  readonly completions: number[];
}

type Count = 'offered' | 'due' | 'completed' | 'ok' | 'failed' | 'unknown';

/** What happened in which second of a stretch. */
export class Timeline {
  private readonly seconds: Counted[] = [];

  constructor(private readonly began: number) {}

  count(what: Count, at: number): void {
    this.secondAt(at)[what] += 1;
  }

  acknowledged(at: number, ms: number): void {
    this.secondAt(at).acknowledgements.push(ms);
  }

  completed(at: number, ms: number): void {
    this.secondAt(at).completions.push(ms);
  }

  /** One that is over; one in which nothing happened is there, too. */
  second(at: number): Second {
    const { acknowledgements, completions, ...counts } = this.ensure(at);
    const [acknowledged, completed] = [sorted(acknowledgements), sorted(completions)];
    return {
      ...{ at, ...counts },
      acknowledgementP50: percentile(acknowledged, 50),
      acknowledgementP99: percentile(acknowledged, 99),
      completionP50: percentile(completed, 50),
      completionP99: percentile(completed, 99),
    };
  }

  /** All, as far as anything happened, and at least `atLeast`. */
  all(atLeast: number): Second[] {
    this.ensure(Math.max(0, atLeast - 1));
    return this.seconds.map((_, at) => this.second(at));
  }

  private secondAt(time: number): Counted {
    return this.ensure(Math.max(0, Math.floor((time - this.began) / 1_000)));
  }

  private ensure(at: number): Counted {
    for (let next = this.seconds.length; next <= at; next += 1)
      this.seconds.push({
        ...{ offered: 0, due: 0, completed: 0, ok: 0, failed: 0, unknown: 0 },
        ...{ acknowledgements: [], completions: [] },
      });
    return this.seconds[at] as Counted;
  }
}

function sorted(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}

/** The nearest rank, to the µs. */
function percentile(values: readonly number[], percent: number): number | null {
  const value = values[Math.max(0, Math.ceil((values.length * percent) / 100) - 1)];
  return value === undefined ? null : Math.round(value * 1_000) / 1_000;
}
