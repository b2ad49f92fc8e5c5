import type { Settings } from '@comparison/protocol';
import { summary } from '@comparison/report';
import {
  compare,
  type ComparedProfile,
  comparedProfiles,
  defaults,
  type Parts,
  realParts,
  UsageError,
  violationsIn,
} from '@comparison/run';
import { assertSupported } from '@platform/profile';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { exitCodes } from '../../cli-error.js';
import { profileOptions } from '../../profile-options.js';
import { supported } from '../up/supported.js';
import { type Flags, settingsOf, usualDirectory } from './flags.js';
import { checkOurselves, checkSelfCheck } from './check-ourselves.js';
import { command } from './command.js';
import { historyWriter } from './history-writer.js';
import { interruption } from './interruption.js';
import { lookOf } from './look.js';
import { showOn } from './progress/index.js';
import type { Terminal } from './progress/terminal-progress.js';
import { hideUselessWarnings } from './warnings.js';

const INTERRUPTED = 130;

/** @returns the exit code. @throws UsageError and ProfileError for what makes no sense, before anything is started */
export async function runCompare(flags: Flags, output: Terminal): Promise<number> {
  const profiles = comparedProfiles(flags.profiles ?? defaults.profiles, profileOptions);
  for (const { resolved } of profiles) assertSupported(resolved, supported);
  const names = profiles.map(({ resolved }) => resolved.name);
  const settings = settingsOf(flags, names, defaults);
  checkClients(settings);
  const parts = realParts(command);
  checkFaults(settings.faults, profiles, parts);
  if (settings.selfCheck) checkSelfCheck();
  const directory = await reportDirectory(flags.out ?? usualDirectory());
  hideUselessWarnings();
  const shown = showOn(output);
  const interrupted = interruption(() =>
    shown.print('Stopping; what is done is reported. Ctrl-C again ends it at once.'),
  );
  if (
    settings.broker === undefined &&
    process.env['KAFKA_BROKERS'] &&
    profiles.some(({ facts }) => facts.hasBroker)
  )
    shown.print('KAFKA_BROKERS is not used: every start has a broker of its own, unless --broker names one.');
  try {
    const { onHistory } = historyWriter(flags.history, profiles.length * settings.repeats === 1, parts);
    const { results, html, json } = await compare(settings, {
      ...{ directory, profiles, parts, signal: interrupted.signal },
      onProgress: (progress) => shown.show(progress),
      ...(onHistory && { onHistory }),
      ...(settings.selfCheck && {
        selfCheck: () => checkOurselves(settings, parts, shown, interrupted.signal),
      }),
    });
    shown.close();
    output.write(`\n${summary(results, lookOf(output))}\n\nReport: ${html}\nFigures: ${json}\n`);
    if (interrupted.signal.aborted) return INTERRUPTED;
    const sound = violationsIn(results).length === 0 && results.selfChecks.every(({ caught }) => caught);
    return results.complete && sound ? exitCodes.ok : exitCodes.failure;
  } catch (error) {
    shown.close();
    if (!interrupted.signal.aborted) throw error;
    output.write('Nothing was measured yet: there is no report.\n');
    return INTERRUPTED;
  } finally {
    interrupted.stop();
  }
}

/** A report is never written over another. */
async function reportDirectory(path: string): Promise<string> {
  const directory = resolve(path);
  const info = await stat(directory).catch(() => undefined);
  if (info && !info.isDirectory()) throw new UsageError(`${path} is not a directory: give another --out.`);
  if (await stat(join(directory, 'results.json')).catch(() => undefined))
    throw new UsageError(`There is a report in ${path} already: give another --out.`);
  return directory;
}

/** Each client of a closed loop is a customer of its own. */
function checkClients({ concurrency, scale: { customers } }: Settings): void {
  if (concurrency !== null && concurrency > customers)
    throw new UsageError(
      `${concurrency} clients need as many customers, and there are ${customers}: raise --scale.`,
    );
}

/** A fault that no profile has is a slip of the pen; one that some have is played in those. */
function checkFaults(specs: readonly string[], profiles: readonly ComparedProfile[], parts: Parts): void {
  for (const spec of specs) {
    const refusals = profiles.map(({ resolved }) =>
      refusalOf(() => parts.chooseFaults(spec, parts.faultsOf(resolved))),
    );
    const [refusal] = refusals;
    if (refusal !== undefined && !refusals.includes(undefined)) throw new UsageError(refusal);
  }
}

function refusalOf(choose: () => unknown): string | undefined {
  try {
    choose();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
