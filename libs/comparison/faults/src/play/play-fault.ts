import { catalogue } from '@marketplace/catalogue';
import type { Deployment, FaultRun, Measured, ProfileFacts } from '@comparison/protocol';
import { describeProfile, type ResolvedProfile } from '@platform/profile';
import { setTimeout as pause } from 'node:timers/promises';
import { type Fault, FaultNotPossible } from '../fault.js';
import { besideDeclines, compare } from '../look/expectation.js';
import { Observation } from '../look/observation.js';
import { Seat } from '../look/seat.js';
import { Shop } from '../look/shop.js';
import type { PlayableFault, Strike } from '../strikes/strike.js';
import { goodputOf, recoveredAfter } from './goodput.js';
import type { Schedule } from './schedule.js';

export interface PlayOptions {
  readonly deployment: Deployment;
  readonly profile: ResolvedProfile;
  readonly facts: ProfileFacts;
  /** Offers load for so many seconds, and resolves when what it began has ended, too. */
  play(seconds: number): Promise<Measured>;
  readonly schedule: Schedule;
  readonly signal?: AbortSignal;
}

export interface PlayedFault extends FaultRun {
  readonly measured: Measured;
  /** When everything served again, wall clock in ms. */
  readonly healedAt: number;
}

/**
 * Plays a fault while there is load, and compares what happens with what was foretold. Nothing of it is left when this ends,
 * however it ends. Nothing is judged yet: `verdicts` is empty.
 *
 * @throws FaultNotPossible before any load where the deployment does not allow it; the signal's reason; whatever `play` throws
 */
export async function playFault(fault: Fault, options: PlayOptions): Promise<PlayedFault> {
  const { deployment, profile, schedule, signal } = options;
  const playable = playableOf(fault);
  const seat = new Seat(deployment, playable.past?.(), signal);
  let strike: Strike | undefined;
  try {
    const description = describeProfile(profile, catalogue);
    strike = await playable.ready({ deployment, seat, description, seconds: schedule.fault, signal });
    const { declineRate = 0 } = await seat.behaviour();
    const expected = declineRate > 0 ? besideDeclines(strike.expected) : strike.expected;
    const observation = await Observation.prepare(new Shop(seat, signal), strike, signal);
    signal?.throwIfAborted();
    const { times, measured, ended, others } = await course(options, strike, observation);
    const isQuiet = await deployment.quiet(schedule.drain * 1_000).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    const proof = await strike.proof?.();
    const startedAt = Date.parse(measured.startedAt);
    const since = (ms: number) => Math.max(0, (ms - startedAt) / 1_000);
    const moments = {
      ...{ steady: since(times.steady), fault: since(times.fault) },
      ...{ heal: since(times.heal), end: measured.seconds },
    };
    const left = [isQuiet, others.length > 0 ? `also gone: ${others.join(', ')}` : undefined];
    const afterwards = [ended, ...left.filter((each) => each !== undefined)].join(' | ');
    return {
      ...{ fault: fault.id, kind: fault.kind, part: fault.part, title: fault.title, outcome: 'played' },
      phases: [
        { phase: 'steady', at: 0 },
        { phase: 'fault', at: moments.fault },
        { phase: 'heal', at: moments.heal },
        { phase: 'drain', at: moments.end },
      ],
      stretch: null,
      predictions: compare(expected, observation.seen(afterwards, proof)),
      goodput: goodputOf(measured.timeline, moments),
      recoveredAfter: recoveredAfter(measured.timeline, moments),
      verdicts: [],
      ...{ measured, healedAt: times.healed },
    };
  } finally {
    await strike?.close?.().catch(() => undefined);
    await seat.close();
  }
}

/** A fault that was not played, and why. */
export function notRun(fault: Fault, reason: string): FaultRun {
  return {
    ...{
      fault: fault.id,
      kind: fault.kind,
      part: fault.part,
      title: fault.title,
      outcome: 'not-run',
      reason,
    },
    ...{ phases: [], stretch: null, predictions: [], goodput: null, recoveredAfter: null, verdicts: [] },
  };
}

interface Course {
  /** Wall clock, in ms; `steady`: when that ended. */
  readonly times: Readonly<Record<'steady' | 'fault' | 'heal' | 'healed', number>>;
  readonly measured: Measured;
  /** How what was watched ended. */
  readonly ended: string;
  /** Processes that died besides. */
  readonly others: readonly number[];
}

/** The load, and beside it one phase after another. */
async function course(options: PlayOptions, strike: Strike, observation: Observation): Promise<Course> {
  const { schedule, signal } = options;
  const load = new AbortController();
  const playing = options.play(schedule.steady + schedule.fault + schedule.heal);
  // Without load there is nothing to wait for.
  playing.catch((error: unknown) => load.abort(error));
  const over = AbortSignal.any([load.signal, ...(signal ? [signal] : [])]);
  try {
    const steadyMs = schedule.steady * 1_000 - observation.leadMs;
    await pause(steadyMs, undefined, { signal: over }).catch(() => over.throwIfAborted());
    const { times, others } = await theFault(schedule, strike, observation, over);
    const end = observation.afterwards((schedule.heal + schedule.drain) * 1_000);
    const ended = await unlessOver(end, over);
    return { times, measured: await playing, ended, others };
  } finally {
    await playing.catch(() => undefined);
  }
}

async function theFault(
  schedule: Schedule,
  strike: Strike,
  observation: Observation,
  over: AbortSignal,
): Promise<Pick<Course, 'times' | 'others'>> {
  const steady = Date.now();
  const restoreProvider = await observation.beforehand();
  let heal: (() => Promise<readonly number[]>) | undefined;
  try {
    over.throwIfAborted();
    const fault = Date.now();
    heal = await strike.begin();
    // The provider may be what is away.
    void restoreProvider().catch(() => undefined);
    await unlessOver(observation.meanwhile(schedule.fault * 1_000 - (Date.now() - fault)), over);
    const healing = Date.now();
    const undo = heal;
    heal = undefined; // it has been tried then, whatever comes of it
    const others = await undo();
    return { times: { steady, fault, heal: healing, healed: Date.now() }, others };
  } finally {
    try {
      await heal?.();
    } finally {
      await restoreProvider();
    }
  }
}

/** What is looked at meanwhile ends by itself soon; nobody waits for it when all is over. */
async function unlessOver<Result>(work: Promise<Result>, over: AbortSignal): Promise<Result> {
  const ended = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    over.addEventListener('abort', () => reject(over.reason as Error), { signal: ended.signal });
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, stopped]);
  } finally {
    ended.abort();
  }
}

function playableOf(fault: Fault): PlayableFault {
  if ('ready' in fault) return fault as PlayableFault;
  throw new FaultNotPossible(`${fault.id} is no fault of the catalogue.`);
}
