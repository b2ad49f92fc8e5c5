import type { Run, SelfCheck, Settings } from '@comparison/protocol';
import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDirectory } from './directories.js';
import type { ComparedProfile } from './facts/compared-profile.js';
import type { Parts } from './parts.js';
import { TimeLeft, turnSeconds } from './plan/estimate.js';
import { heaviestOf, type Turn, turnsOf } from './plan/turns.js';
import type { OnProgress } from './progress.js';
import { ReportSoFar, type Written } from './results/report-so-far.js';
import type { Context } from './run/context.js';
import { ProfileRun } from './run/profile-run.js';

export interface CompareOptions {
  /** Of the report; is made where it is not there. */
  readonly directory: string;
  readonly profiles: readonly ComparedProfile[];
  readonly parts: Parts;
  readonly onProgress: OnProgress;
  /** Aborted: what runs is stopped, and what is done is reported. */
  readonly signal: AbortSignal;
  /** Called with the operations of each run, as long as they are there: NDJSON. */
  readonly onHistory?: (run: Run, historyFile: string) => Promise<void>;
  /** Looks, when all else is done, whether the checkers notice what is broken on purpose. */
  readonly selfCheck?: () => Promise<SelfCheck[]>;
}

export interface Compared extends Written {
  readonly interrupted: boolean;
}

/**
 * Runs every profile in its turn, and reports. The report is written after every run: `complete` is false in it until all is
 * done. A profile that fails is told of in `incompleteBecause`, and the others go on.
 *
 * @throws Error when nothing ran at all; the signal's reason when nothing did before it was aborted
 */
export async function compare(settings: Settings, options: CompareOptions): Promise<Compared> {
  const { profiles, parts, onProgress, signal, directory } = options;
  const facts = profiles.map((profile) => profile.facts);
  const turns = turnsOf({
    ...{ profiles: settings.profiles, baseline: settings.baseline, first: heaviestOf(facts).name },
    ...{ repeats: settings.repeats, seed: settings.seed },
  });
  const known = new Map(profiles.map((profile) => [profile.resolved.name, profile]));
  const profileOf = ({ profile }: Turn): ComparedProfile => {
    const found = known.get(profile);
    if (!found) throw new RangeError(`The profile ${profile} does not take part.`);
    return found;
  };
  const faults = new Map(profiles.map((profile) => [profile, faultCount(settings, profile, parts)]));
  const secondsOf = (turn: Turn): number => {
    const profile = profileOf(turn);
    return turnSeconds(profile.facts, settings, turn.role === 'measured' ? (faults.get(profile) ?? 0) : 0);
  };
  const timeLeft = new TimeLeft(turns, secondsOf);
  await mkdir(directory, { recursive: true });
  const workDirectory = await makeDirectory(join(tmpdir(), 'whereabouts-comparison-'));
  const report = new ReportSoFar(settings, facts, parts, directory);
  const context: Context = {
    ...{ settings, parts, signal, onProgress, timeLeft, workDirectory },
    budget: parts.budget(facts, availableParallelism()),
    rates: { common: settings.rates },
    onEnvironment: (environment) => report.learn(environment),
  };
  onProgress({ type: 'planned', turns, seconds: timeLeft.total, directory });
  try {
    for (const turn of turns) {
      if (signal.aborted) break;
      timeLeft.begin();
      onProgress({ type: 'turn', turn, of: turns.length, left: timeLeft.left(turn) });
      await playTurn(
        new ProfileRun({ ...context, turn, profile: profileOf(turn) }),
        report,
        context,
        options,
      );
      timeLeft.end(turn);
      if (turn.turn < turns.length && !report.isEmpty)
        await report.write(`${turns.length - turn.turn} of ${turns.length} runs are still to come.`);
    }
    if (report.isEmpty) {
      signal.throwIfAborted();
      throw new Error(report.failures.join(' ') || 'Nothing ran.');
    }
    if (options.selfCheck && !signal.aborted) await addSelfChecks(report, options.selfCheck, signal);
    const done = await report.write(signal.aborted ? interruptedAfter(report.runs, turns) : undefined);
    return { ...done, interrupted: signal.aborted };
  } finally {
    await rm(workDirectory, { recursive: true, force: true });
  }
}

async function playTurn(
  run: ProfileRun,
  report: ReportSoFar,
  { signal, onProgress, timeLeft }: Context,
  { onHistory }: CompareOptions,
): Promise<void> {
  const { draft } = run;
  const which = `${draft.profile} (repeat ${draft.repeat}${draft.role === 'again' ? ', once more' : ''})`;
  try {
    await run.play();
    report.add(draft);
  } catch (error) {
    const message = signal.aborted ? 'it was interrupted.' : (error as Error).message;
    if (draft.stretches.length > 0)
      report.add({ ...draft, notes: [...draft.notes, `It did not end as planned: ${message}`] });
    if (signal.aborted) return;
    const sentence = `${which} ${run.started ? 'failed' : 'did not start'}: ${withFullStop(message)}`;
    report.fail(sentence);
    onProgress({ type: 'note', text: sentence });
    return;
  }
  try {
    if (run.historyFile !== undefined) await onHistory?.(draft, run.historyFile);
  } catch (error) {
    const sentence = `The history of ${which} was not written: ${withFullStop((error as Error).message)}`;
    report.fail(sentence);
    onProgress({ type: 'note', text: sentence });
  }
  onProgress({ type: 'run', run: draft, left: timeLeft.left(run.turn) });
}

async function addSelfChecks(
  report: ReportSoFar,
  selfCheck: () => Promise<SelfCheck[]>,
  signal: AbortSignal,
): Promise<void> {
  await report.write('The self-check is still to come.');
  try {
    report.selfChecks = await selfCheck();
  } catch (error) {
    if (!signal.aborted) report.fail(`The self-check failed: ${withFullStop((error as Error).message)}`);
  }
}

function interruptedAfter(runs: readonly Run[], turns: readonly Turn[]): string {
  return `It was interrupted: ${runs.length} of ${turns.length} runs were begun.`;
}

function withFullStop(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

/** How many of the faults that were asked for a profile has. */
function faultCount({ faults }: Settings, { resolved }: ComparedProfile, parts: Parts): number {
  if (faults.length === 0) return 0;
  const all = parts.faultsOf(resolved);
  return faults.reduce((sum, spec) => {
    try {
      return sum + parts.chooseFaults(spec, all).length;
    } catch {
      return sum;
    }
  }, 0);
}
