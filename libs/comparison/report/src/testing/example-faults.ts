import type { FaultRun, Finding, Prediction, Stretch } from '@comparison/protocol';
import { exampleStretch } from './example-stretch.js';
import type { Speed } from './example-speed.js';
import { exampleVerdicts } from './example-verdicts.js';

/** Steady, fault, heal and drain of two faults, and one that could not be played. */
export function exampleFaults(
  speed: Speed,
  isEventSourced: boolean,
  startedAt: string,
  random: () => number,
  broken?: Finding,
): { readonly faults: FaultRun[]; readonly stretches: Stretch[] } {
  const isSplit = speed.saturation < 150;
  const played = [
    {
      fault: 'kill-database:stock',
      kind: 'kill',
      part: 'stock',
      title: 'the database stock is killed',
      stops: true,
    },
    {
      fault: 'hang-provider',
      kind: 'hang',
      part: 'the payment provider',
      title: 'the provider hangs',
      stops: isSplit,
    },
  ].map(({ fault, kind, part, title, stops }) => {
    const id = `fault-${fault.replaceAll(/[^a-z]+/g, '-')}`;
    const stretch = exampleStretch(
      {
        id,
        purpose: 'fault',
        perSecond: 60,
        seconds: 40,
        startedAt,
        withCost: false,
        ...(stops && { away: [10, 22] }),
      },
      speed,
      random,
    );
    const rate = (from: number, to: number) => {
      const seconds = stretch.measured.timeline.slice(from, to);
      return seconds.reduce((sum, { completed }) => sum + completed, 0) / seconds.length;
    };
    const run: FaultRun = {
      ...{ fault, kind, part, title, outcome: 'played', stretch: id },
      phases: [
        { phase: 'steady', at: 0 },
        { phase: 'fault', at: 10 },
        { phase: 'heal', at: 20 },
        { phase: 'drain', at: 32 },
      ],
      predictions: predictions(stops, isSplit),
      goodput: { steady: rate(0, 10), fault: rate(10, 20), after: rate(24, 32) },
      recoveredAfter: stops ? 2.4 : 0,
      verdicts: exampleVerdicts(speed, isEventSourced, 540, kind === 'kill' ? broken : undefined),
    };
    return { run, stretch };
  });
  const notRun: FaultRun = {
    ...{ fault: 'disk-full:order', kind: 'disk-full', part: 'order', title: 'the disk of order is full' },
    ...{ outcome: 'not-run', reason: 'no size-limited mount can be made here' },
    ...{ phases: [], stretch: null, predictions: [], goodput: null, recoveredAfter: null, verdicts: [] },
  };
  return {
    faults: [...played.map(({ run }) => run), notRun],
    stretches: played.map(({ stretch }) => stretch),
  };
}

function predictions(stops: boolean, isSplit: boolean): Prediction[] {
  const waits = 'is taken and waits';
  const seen = stops ? waits : 'goes on';
  return [
    { what: 'paths that answer', predicted: 'all but stock', observed: 'all but stock', agrees: true },
    { what: 'a checkout', predicted: waits, observed: seen, agrees: stops },
    {
      what: 'copies behind',
      ...{ predicted: isSplit ? 'offers in carts' : 'none', observed: 'none', agrees: !isSplit },
    },
    { what: 'afterwards', predicted: 'all decided', observed: 'all decided', agrees: true },
  ];
}
