import type { Loop, Measured, Run, Stretch } from '@comparison/protocol';
import { join } from 'node:path';
import { makeDirectory } from '../directories.js';
import { deriveProfile } from '../deployment/derived-profile.js';
import {
  COMMON_SHARE,
  DRAIN_SECONDS,
  REST_SECONDS,
  SEARCH_LIMIT_MS,
  SEARCH_STEP_SECONDS,
  SHARE_STRETCH,
  SHORTEST_STRETCH_SECONDS,
  WARM_UP_CLIENTS,
} from '../plan/defaults.js';
import { findSaturation, readableRate, type Saturation } from '../search/find-saturation.js';
import { overloadOf } from '../search/sustained.js';
import { doubtsAbout } from './generator-doubts.js';
import type { ToJudge } from '../parts.js';
import type { TurnOf } from './context.js';
import { FaultRuns } from './fault-runs.js';
import { Scene } from './scene.js';

/** Quieter than that only later is worth a word. */
const SLOW_TO_SETTLE_MS = 15_000;

/** Looking for quiet costs what is metered meanwhile. */
const LOOK_WHILE_METERING_MS = 500;
const QUIET_LIMIT_MS = 120_000;

/** One turn: a profile is started, loaded, warmed up, searched for its saturation, measured, judged and stopped. */
export class ProfileRun {
  /** What is known so far; undefined until it runs. */
  readonly draft: Run;
  started = false;
  #scene: Scene | undefined;

  constructor(private readonly of: TurnOf) {
    const { turn } = of;
    this.draft = {
      ...{ profile: turn.profile, repeat: turn.repeat, role: turn.role, turn: turn.turn },
      ...{ startedAt: new Date().toISOString(), readyMs: 0, saturation: null },
      ...{ stretches: [], verdicts: [], anomalies: [], faults: [], notes: [] },
    };
  }

  get turn(): TurnOf['turn'] {
    return this.of.turn;
  }

  /** Where its operations are recorded. */
  get historyFile(): string | undefined {
    return this.#scene?.historyFile;
  }

  async play(): Promise<Run> {
    const { profile, budget, workDirectory, settings, turn } = this.of;
    const directory = await makeDirectory(join(workDirectory, `${turn.turn}-${turn.profile}-`));
    const derived = await deriveProfile(profile, budget.poolMaxOf(profile.resolved.name), directory);
    const { file } = derived;
    this.draft.notes.push(...derived.notes);
    const scene = (this.#scene = new Scene(this.of, directory));
    try {
      this.phase('starting');
      const { readyMs, notes } = await scene.open(file);
      this.draft.readyMs = readyMs;
      for (const note of notes) this.note(note);
      this.started = true;
      this.of.onEnvironment(await scene.environment());
      this.phase('loading the population');
      await scene.load();
      await this.#measure(scene);
      this.phase('settling');
      await this.#settle(scene);
      this.phase('judging');
      Object.assign(this.draft, await scene.judge(null, comparedIn(this.draft.stretches)));
      if (settings.faults.length > 0 && turn.role === 'measured')
        await new FaultRuns(this.of, this, scene).play(file, directory);
    } finally {
      this.phase('stopping');
      await scene.close();
    }
    return this.draft;
  }

  phase(phase: string, loop?: Loop, seconds: number | null = null): void {
    const { onProgress, timeLeft, turn } = this.of;
    const offered = loop?.type === 'open' ? loop.perSecond : null;
    onProgress({ type: 'phase', phase, offered, seconds, left: timeLeft.left(turn) });
  }

  note(text: string): void {
    this.draft.notes.push(text);
    this.of.onProgress({ type: 'note', text: `${this.of.turn.profile}: ${text}` });
  }

  /** Waits until the deployment is quiet. That it does not become so is for the invariants to judge. */
  async #settle(scene: Scene, lookEveryMs?: number): Promise<void> {
    try {
      const ms = await scene.deployment.quiet(QUIET_LIMIT_MS, lookEveryMs);
      if (ms > SLOW_TO_SETTLE_MS) this.note(`It was quiet only ${Math.round(ms / 1_000)} s after the load.`);
    } catch (error) {
      this.of.signal.throwIfAborted();
      this.note((error as Error).message);
    }
  }

  async #measure(scene: Scene): Promise<void> {
    const { settings, rates } = this.of;
    const { concurrency, duration, share } = settings;
    const isGiven = concurrency !== null || settings.rates.length > 0;
    const warm = await this.#warmUp(scene, isGiven);
    const found = isGiven ? undefined : await this.#search(scene, warm ?? 1);
    await this.#rest(scene);
    if (concurrency !== null) {
      await this.#stretch(scene, `closed-${concurrency}`, 'given', { type: 'closed', clients: concurrency });
      return;
    }
    if (isGiven) {
      for (const perSecond of settings.rates)
        await this.#stretch(scene, `given-${perSecond}`, 'given', { type: 'open', perSecond });
      return;
    }
    if (found && rates.common.length === 0) this.#decideCommonRate(found);
    for (const perSecond of rates.common) {
      if (found && found.perSecond < perSecond)
        this.note(
          `It sustains ${found.perSecond.toFixed(1)} transactions per second, which is less than the common rate of ${perSecond}: what was measured there is an overload.`,
        );
      await this.#stretch(scene, `common-${perSecond}`, 'common-rate', { type: 'open', perSecond });
    }
    if (!found) {
      this.note(`No rate was found that it sustains; it was searched for ${SEARCH_LIMIT_MS / 1_000} s.`);
      return;
    }
    const perSecond = Number((found.perSecond * share).toPrecision(3));
    const id = `share-${Math.round(share * 100)}`;
    const seconds = Math.max(duration * SHARE_STRETCH, SHORTEST_STRETCH_SECONDS);
    await this.#stretch(scene, id, 'share', { type: 'open', perSecond }, { seconds, share });
  }

  #decideCommonRate({ perSecond }: Saturation): void {
    const { rates, turn } = this.of;
    rates.common = [readableRate(perSecond * COMMON_SHARE)];
    if (turn.turn > 1)
      this.note(
        `The common rate is by what it sustains, as no rate was found for the profile before it that is taken for the slowest: others may find it too much, or far from what they can do.`,
      );
  }

  /** Warm, with nothing left over of what went before: whatever is left would be charged to the stretch that comes next. */
  async #rest(scene: Scene): Promise<void> {
    await this.#clear(scene);
    this.phase('metering at rest', undefined, REST_SECONDS);
    this.draft.atRest = await scene.atRest(REST_SECONDS);
  }

  async #clear(scene: Scene): Promise<void> {
    if (!(await scene.deliverAll()))
      this.note(
        'Packages were left over when a stretch began: what it costs to deliver them is counted there.',
      );
    await this.#settle(scene);
  }

  /** In a closed loop, which no system is too slow for. @returns transactions per second that it came to, where a search needs to know */
  async #warmUp(scene: Scene, isGiven: boolean): Promise<number | undefined> {
    const { warmup, scale } = this.of.settings;
    if (warmup === 0 && isGiven) return undefined;
    const seconds = warmup === 0 ? SEARCH_STEP_SECONDS : warmup;
    const loop = { type: 'closed', clients: Math.min(WARM_UP_CLIENTS, scale.customers) } as const;
    this.phase('warming up', loop, seconds);
    const measured = await scene.play({ id: 'warm-up', loop, seconds, drainSeconds: DRAIN_SECONDS.search });
    await scene.deployment.quiet();
    return measured.begun / measured.seconds;
  }

  async #search(scene: Scene, closedLoop: number): Promise<Saturation | undefined> {
    let step = 0;
    const found = await findSaturation({
      estimate: closedLoop,
      ...{ stepMs: SEARCH_STEP_SECONDS * 1_000, limitMs: SEARCH_LIMIT_MS },
      probe: async (perSecond) => {
        step += 1;
        const loop = { type: 'open', perSecond } as const;
        this.phase(`searching for saturation, step ${step}`, loop, SEARCH_STEP_SECONDS);
        const id = `search-${step}`;
        const seconds = SEARCH_STEP_SECONDS;
        const measured = await scene.play({ id, loop, seconds, drainSeconds: DRAIN_SECONDS.search });
        this.#keep({ id, purpose: 'search', share: null, measured, cost: null });
        await scene.deployment.quiet();
        return measured;
      },
    });
    this.draft.saturation = found?.goodput ?? null;
    if (found) this.draft.bracket = { low: found.perSecond, high: found.tooMuch };
    return found;
  }

  async #stretch(
    scene: Scene,
    id: string,
    purpose: Stretch['purpose'],
    loop: Loop,
    { seconds, share }: { seconds: number; share: number | null } = {
      seconds: this.of.settings.duration,
      share: null,
    },
  ): Promise<void> {
    await this.#clear(scene);
    this.phase(`measuring (${id})`, loop, seconds);
    const costOf = await scene.meter();
    const measured = await scene.play({ id, loop, seconds, drainSeconds: DRAIN_SECONDS.measured });
    await this.#settle(scene, LOOK_WHILE_METERING_MS);
    const cost = await costOf(decidedOf(measured));
    this.#keep({ id, purpose, share, measured, cost });
    for (const doubt of doubtsAbout(measured)) this.note(`In ${id} ${doubt}`);
  }

  #keep(stretch: Stretch): void {
    this.draft.stretches.push(stretch);
    const { id, measured } = stretch;
    this.of.onProgress({ type: 'measured', stretch: id, measured, overload: overloadOf(measured) ?? null });
  }
}

/** When load was put on that is compared: not to warm up, nor to search for what is too much. */
function comparedIn(stretches: readonly Stretch[]): NonNullable<ToJudge['compared']> {
  return stretches
    .filter(({ purpose }) => purpose !== 'search' && purpose !== 'fault')
    .map(({ measured: { startedAt, seconds } }) => {
      const from = Date.parse(startedAt);
      return { from, to: from + seconds * 1_000 };
    });
}

function decidedOf({ checkouts: { decided } }: Measured): number {
  return decided.approved + decided.rejected + decided['payment-failed'];
}
