import type { SelfCheck, Settings } from '@comparison/protocol';
import {
  brokenLauncher,
  comparedProfiles,
  controls,
  type Parts,
  selfCheck,
  startedBy,
  UsageError,
} from '@comparison/run';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { profileOptions } from '../../profile-options.js';
import { command } from './command.js';
import type { ShownComparison } from './progress/index.js';

/** Where every control is played. */
const PROFILE = 'monolith';

/** The tests own what is broken on purpose; the product has no switch for it. */
const launcher = fileURLToPath(new URL('../../../../../test/support/crash/up.mjs', import.meta.url));

/** @throws UsageError where there is nothing broken to run */
export function checkSelfCheck(): void {
  if (!existsSync(launcher))
    throw new UsageError(
      'What is broken on purpose is part of the tests: --self-check needs a checkout of the repository, with its tests.',
    );
}

export async function checkOurselves(
  settings: Settings,
  parts: Parts,
  shown: ShownComparison,
  signal: AbortSignal,
): Promise<SelfCheck[]> {
  const [played] = comparedProfiles([PROFILE], profileOptions);
  if (!played) return [];
  shown.print(`Self-check: ${controls.length} parts that are broken on purpose`);
  return selfCheck({
    ...{ controls, profile: played, settings, signal },
    parts: startedBy(brokenLauncher(launcher, command), parts),
    onProgress: (progress) => shown.show(progress),
  });
}
