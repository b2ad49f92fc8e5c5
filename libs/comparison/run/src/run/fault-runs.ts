import type { Loop, Measured } from '@comparison/protocol';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault, FaultPlayed } from '../parts.js';
import { schedule } from '../plan/defaults.js';
import type { TurnOf } from './context.js';
import { KnownFindings } from './known-findings.js';
import type { ProfileRun } from './profile-run.js';
import { Scene } from './scene.js';

/** Of its saturation, in a profile that nothing else was decided for: enough to see it break, little enough to see it heal. */
const SHARE = 0.5;
const RATE_UNKNOWN = 5;

/** Plays the faults that were asked for, and judges the deployment after each. */
export class FaultRuns {
  constructor(
    private readonly of: TurnOf,
    private readonly run: ProfileRun,
    private readonly scene: Scene,
  ) {}

  /** Those that take a deployment of their own come last, when the first one is gone. */
  async play(profileFile: string, directory: string): Promise<void> {
    const faults = this.#chosen();
    const known = new KnownFindings();
    known.newIn(this.run.draft.verdicts);
    for (const fault of faults.filter(({ prepare }) => prepare === undefined)) {
      await this.scene.watch();
      await this.#unlessImpossible(fault, () => this.#play(fault, this.scene, known));
    }
    const apart = faults.filter(({ prepare }) => prepare !== undefined);
    if (apart.length === 0) return;
    await this.scene.close();
    for (const fault of apart) {
      const own = await mkdtemp(join(directory, 'fault-'));
      await this.#unlessImpossible(fault, async () => {
        const prepared = await fault.prepare?.(profileFile, own);
        const scene = new Scene(this.of, own);
        try {
          this.run.phase(`starting for: ${fault.title}`);
          await scene.open(prepared?.profileFile ?? profileFile, prepared?.environment);
          await scene.load();
          await this.#play(fault, scene, new KnownFindings());
        } finally {
          await scene.close();
          await prepared?.close();
        }
      });
    }
  }

  /** What this machine or this deployment does not allow is reported as not run. */
  async #unlessImpossible(fault: Fault, play: () => Promise<void>): Promise<void> {
    try {
      await play();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'FaultNotPossible') throw error;
      const { id, kind, part, title } = fault;
      this.run.draft.faults.push({
        ...{ fault: id, kind, part, title, outcome: 'not-run', reason: error.message, phases: [] },
        ...{ stretch: null, predictions: [], goodput: null, recoveredAfter: null, verdicts: [] },
      });
    }
  }

  async #play(fault: Fault, scene: Scene, known: KnownFindings): Promise<void> {
    const { parts, profile, signal, onProgress } = this.of;
    const loop: Loop = { type: 'open', perSecond: this.#perSecond() };
    const id = `fault-${fault.id.replaceAll(':', '-')}`;
    const total = schedule.steady + schedule.fault + schedule.heal;
    this.run.phase(fault.title, loop, total);
    const played: FaultPlayed = await parts.playFault(fault, {
      ...{ deployment: scene.deployment, profile: profile.resolved, facts: profile.facts, schedule, signal },
      play: (seconds) => scene.play({ id, loop, seconds, drainSeconds: schedule.drain }),
    });
    const { measured, healedAt, ...faultRun } = played;
    this.#keep(id, measured);
    onProgress({ type: 'measured', stretch: id, measured, overload: null });
    await scene.deployment.quiet().catch((error: unknown) => {
      signal.throwIfAborted();
      this.run.note(`After ${fault.title}: ${(error as Error).message}`);
    });
    const { verdicts } = await scene.judge(healedAt);
    this.run.draft.faults.push({ ...faultRun, stretch: id, verdicts: known.newIn(verdicts) });
  }

  #keep(id: string, measured: Measured): void {
    this.run.draft.stretches.push({ id, purpose: 'fault', share: null, measured, cost: null });
  }

  #perSecond(): number {
    const { rates } = this.of;
    const [given] = [...this.of.settings.rates, ...rates.common];
    if (given !== undefined) return given;
    const own = this.run.draft.stretches.find(({ purpose }) => purpose === 'share')?.measured.loop;
    return own?.type === 'open' ? own.perSecond * SHARE : RATE_UNKNOWN;
  }

  /** What this profile has of what was asked for: another one may have a broker, and this one not. */
  #chosen(): readonly Fault[] {
    const { parts, settings, profile } = this.of;
    const all = parts.faultsOf(profile.resolved);
    const chosen = settings.faults.flatMap((spec) => {
      try {
        return parts.chooseFaults(spec, all);
      } catch (error) {
        this.run.note(`${spec} was not played: ${(error as Error).message}`);
        return [];
      }
    });
    return [...new Set(chosen)];
  }
}
