import type { Loop, Measured, Verdict } from '@comparison/protocol';
import type { ResolvedProfile } from '@platform/profile';
import { join } from 'node:path';
import { makeDirectory } from '../directories.js';
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
  /** Faults that were broken off, and those of which nobody could judge what became: nobody knows what they left. */
  readonly #undone: string[] = [];

  constructor(
    private readonly of: TurnOf,
    private readonly run: ProfileRun,
    private readonly scene: Scene,
  ) {}

  /**
   * Those that take a deployment of their own come last, when the first one is gone. One that is broken off, or cannot be judged, leaves
   * nobody knows what: the others go on in deployments of their own.
   *
   * @throws Error when all are through, if there was one
   */
  async play(profileFile: string, directory: string): Promise<void> {
    const faults = this.#chosen();
    const known = new KnownFindings();
    known.newIn(this.run.draft.verdicts);
    const playApart = async (fault: Fault) => {
      // What cannot be taken away now stands in the way of no other deployment.
      await this.scene.close().catch((error: unknown) => this.run.note((error as Error).message));
      const own = await makeDirectory(join(directory, 'fault-'));
      await this.#attempt(fault, () => this.#playApart(fault, profileFile, own));
    };
    const playHere = async (fault: Fault) => {
      await this.scene.watch();
      await this.#attempt(fault, () => this.#play(fault, this.scene, known));
    };
    for (const fault of faults.filter(({ prepare }) => prepare === undefined))
      await (this.#undone.length > 0 ? playApart(fault) : playHere(fault));
    for (const fault of faults.filter(({ prepare }) => prepare !== undefined)) await playApart(fault);
    if (this.#undone.length > 0) throw new Error(`not played to the end: ${this.#undone.join('; ')}`);
  }

  async #playApart(fault: Fault, profileFile: string, directory: string): Promise<void> {
    const prepared = await fault.prepare?.(profileFile, directory);
    const scene = new Scene(this.of, directory);
    try {
      this.run.phase(`starting for: ${fault.title}`);
      await scene.open(prepared?.profileFile ?? profileFile, prepared?.environment);
      await scene.load();
      await this.#play(fault, scene, new KnownFindings());
    } finally {
      await scene.close().finally(() => prepared?.close());
    }
  }

  /** What this machine or this deployment does not allow, and what went wrong, is reported as not run. */
  async #attempt(fault: Fault, play: () => Promise<void>): Promise<void> {
    try {
      await play();
    } catch (error) {
      this.of.signal.throwIfAborted();
      const { id, kind, part, title } = fault;
      const { name, message } = error as Error;
      if (name !== 'FaultNotPossible') this.#undone.push(`${title} (${message})`);
      const reason = name === 'FaultNotPossible' ? message : `It was broken off: ${message}`;
      this.run.draft.faults.push({
        ...{ fault: id, kind, part, title, outcome: 'not-run', reason, phases: [] },
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
      ...{ deployment: scene.deployment, profile: asItRuns(profile.resolved), facts: profile.facts },
      ...{ schedule, signal },
      play: (seconds) => scene.play({ id, loop, seconds, drainSeconds: schedule.drain }),
    });
    const { measured, healedAt, ...faultRun } = played;
    this.#keep(id, measured);
    onProgress({ type: 'measured', stretch: id, measured, overload: null });
    await scene.deployment.quiet().catch((error: unknown) => {
      signal.throwIfAborted();
      this.run.note(`After ${fault.title}: ${(error as Error).message}`);
    });
    const verdicts = await this.#judge(fault, scene, healedAt);
    this.run.draft.faults.push({ ...faultRun, stretch: id, verdicts: known.newIn(verdicts) });
  }

  /** What was seen of a fault is not thrown away because it cannot be judged. */
  async #judge(fault: Fault, scene: Scene, healedAt: number): Promise<readonly Verdict[]> {
    try {
      return (await scene.judge(healedAt)).verdicts;
    } catch (error) {
      this.of.signal.throwIfAborted();
      const { message } = error as Error;
      this.run.note(`After ${fault.title} nothing could be judged: ${message}`);
      this.#undone.push(`what became of ${fault.title} (${message})`);
      return [];
    }
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
    const all = parts.faultsOf(asItRuns(profile.resolved));
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

/** No database of anybody's is used, and none may be led to by a wire. */
function asItRuns(profile: ResolvedProfile): ResolvedProfile {
  return { ...profile, databases: profile.databases.map((database) => ({ ...database, url: null })) };
}
