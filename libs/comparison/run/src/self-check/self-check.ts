import type { SelfCheck, Settings } from '@comparison/protocol';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Launcher, StartedDeployment, whereaboutsLauncher } from '../deployment/started-deployment.js';
import { deriveProfile } from '../deployment/derived-profile.js';
import type { ComparedProfile } from '../facts/compared-profile.js';
import type { Parts } from '../parts.js';
import { TimeLeft } from '../plan/estimate.js';
import type { OnProgress } from '../progress.js';
import { Scene } from '../run/scene.js';
import type { Control } from './controls.js';

export interface SelfCheckOptions {
  readonly controls: readonly Control[];
  readonly profile: ComparedProfile;
  readonly settings: Settings;
  readonly parts: Parts;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
}

const SECONDS = 5;
const DRAIN_SECONDS = 10;
/** After a death claims of the dead have to run out. */
const QUIET_MS = { usual: 20_000, afterDeath: 60_000 } as const;
const CONNECTIONS = 10;

/**
 * Starts deployments with parts of the tests that are broken on purpose, built around the product's own, and has the checkers
 * judge each: one that is not noticed says that a comparison's verdicts are worth nothing.
 */
export async function selfCheck(options: SelfCheckOptions): Promise<SelfCheck[]> {
  const { onProgress, signal, profile } = options;
  const checks: SelfCheck[] = [];
  for (const control of options.controls) {
    signal.throwIfAborted();
    const found = await foundIn(control, options);
    const caught = control.expected.some((invariant) => found.includes(invariant));
    const { variant, title, expected } = control;
    checks.push({ variant, title, profile: profile.resolved.name, expected: [...expected], found, caught });
    onProgress({
      type: 'note',
      text: caught
        ? `self-check: ${variant} was noticed by ${found.join(', ')}`
        : `self-check: ${variant} was NOT noticed by ${expected.join(' or ')}`,
    });
  }
  return checks;
}

async function foundIn(control: Control, options: SelfCheckOptions): Promise<string[]> {
  const { parts, profile, signal, settings } = options;
  const root = await mkdtemp(join(tmpdir(), 'whereabouts-self-check-'));
  const turn = { profile: profile.resolved.name, repeat: 1, role: 'measured', turn: 1 } as const;
  const scene = new Scene(
    {
      settings: { ...settings, workload: control.preset, scale: control.scale },
      parts: { ...parts, providerBehaviour: () => control.behaviour },
      budget: { ...noBudget, poolMaxOf: () => CONNECTIONS },
      ...{ signal, turn, profile, workDirectory: root, rates: { common: [] } },
      timeLeft: new TimeLeft([turn], () => 0),
      onProgress: () => undefined,
      onEnvironment: () => undefined,
    },
    root,
  );
  try {
    const { file } = await deriveProfile(profile, CONNECTIONS, root);
    const crashes = join(root, 'crashes');
    await mkdir(crashes);
    await scene.open(file, { CRASH_DIRECTORY: crashes, CRASH_VARIANTS: control.variant });
    await scene.load();
    await put(crashes, 'in-force', [control.variant]);
    const deaths = control.diesAt?.map((death, index) => ({
      id: `${control.variant}-${index + 1}`,
      ...death,
    }));
    if (deaths) await put(crashes, 'armed', { ...deaths[0], then: deaths.slice(1) });
    const { loop } = control;
    await scene.play({ id: control.variant, loop, seconds: SECONDS, drainSeconds: DRAIN_SECONDS });
    // What is broken may never become quiet: then that is judged as it is.
    const limit = control.diesAt ? QUIET_MS.afterDeath : QUIET_MS.usual;
    await scene.deployment.quiet(limit).catch(() => signal.throwIfAborted());
    const { verdicts } = await scene.judge(null);
    return verdicts.filter(({ verdict }) => verdict === 'violated').map(({ invariant }) => invariant);
  } finally {
    await scene.close();
    await rm(root, { recursive: true, force: true });
  }
}

const noBudget = { cpusOfDeployment: null, cpusOfGenerator: null, cpus: '', connections: '' } as const;

/** At once or not at all: services look at it at any time. */
async function put(directory: string, name: string, content: unknown): Promise<void> {
  await writeFile(join(directory, 'new.json'), JSON.stringify(content));
  await rename(join(directory, 'new.json'), join(directory, `${name}.json`));
}

/** @param up the tests' launcher, called with a data directory, a port and a profile. @param command as for the usual launcher */
export function brokenLauncher(up: string, command: readonly string[]): Launcher {
  return {
    ...whereaboutsLauncher(command),
    up: (data, profileFile) => [process.execPath, up, data, '0', profileFile],
  };
}

/** The same parts, with deployments by another launcher. */
export function startedBy(launcher: Launcher, parts: Parts): Parts {
  return { ...parts, start: (order) => StartedDeployment.start(order, launcher) };
}
