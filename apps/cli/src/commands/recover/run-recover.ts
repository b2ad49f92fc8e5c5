import type { SettledModule } from '@platform/profile';
import { brokerFor } from '../../deployment/broker/broker-for.js';
import { DeploymentError } from '../../deployment/deployment-error.js';
import { type DeploymentPlan, throughBroker } from '../../deployment/deployment-plan.js';
import { writeJson } from '../../deployment/json-file.js';
import { finishMove } from '../../deployment/move/finish-move.js';
import { Places } from '../../deployment/move/places.js';
import { type PlacementRecord, readPlacement, recordOf } from '../../deployment/placement-record.js';
import type { Output } from '../../deployment/progress.js';
import { startBackingParts } from '../../deployment/recover/backing-parts.js';
import type { LogsTask, ModuleLogs } from '../../deployment/recover/module-logs.js';
import { assertRestored, restoredElsewhere } from '../../deployment/recover/restored-places.js';
import { type Session, type SessionOptions, withSession } from '../../deployment/session.js';
import { assertWords, type Judged, judged, maySettle, type Words } from './judged.js';
import { type CommandLine, recoveryJson, refusal, settledText } from './recovery-outcome.js';
import { recoveryText } from './recovery-text.js';

export interface RecoverOptions extends Omit<SessionOptions, 'profile' | 'output'>, Words {
  readonly plan: DeploymentPlan;
  readonly logs: ModuleLogs;
  /** None: all that were restored. */
  readonly modules: readonly string[];
  /** Options that commands are to be given again which it tells of. */
  readonly again: readonly string[];
  readonly json: boolean;
  readonly output: Output;
  /** Where progress goes when the output is for programs. */
  readonly errors: Output;
}

/**
 * Tells what modules lack that were restored from a dump, and lets them start again.
 * @throws DeploymentError when one of them does not, or that was stopped before it could be told
 */
export async function runRecover(options: RecoverOptions): Promise<void> {
  const { plan, modules, directory, json, output, errors } = options;
  assertPlaced(plan, modules);
  assertWords(options, modules);
  const before = await readPlacement(directory);
  if (!before) throw new DeploymentError(`There is no data in ${directory.root} to recover.`);
  if (!throughBroker(plan))
    throw new DeploymentError(
      `Profile "${plan.profile}" keeps messages in the process, so nobody has what a restored database lacks: "whereabouts up" starts it as it is.`,
    );
  let ended: { readonly refused: string | undefined } | undefined;
  const session = { ...options, profile: plan.profile, output: json ? errors : output };
  await withSession(session, async (running) => {
    ended = { refused: await recover(running, options, before) };
  });
  if (!ended) throw new DeploymentError('It was stopped before it was through: run it again.');
  if (ended.refused !== undefined) throw new DeploymentError(ended.refused);
}

async function recover(
  session: Session,
  options: RecoverOptions,
  before: PlacementRecord,
): Promise<string | undefined> {
  const { plan, logs, modules, again, nothingLost, json, output } = options;
  const { directory, progress, databases, stop } = session;
  const line: CommandLine = (command) => `"${['whereabouts', command, ...again].join(' ')}"`;
  const broker = await brokerFor(plan, session);
  const places = new Places(databases, plan);
  const record = await finishMove(before, { directory, progress, places });
  const schemas = await restoredElsewhere(record, { plan, broker, places });
  const moved = schemas.map(({ module }) => module);
  const configuration = await startBackingParts(session, { plan, record, broker });
  const task: LogsTask = {
    ...{ configuration, nothingLost, signal: stop.signal, tell: (text) => progress.note(text) },
    // Those that have moved also when they are settled: it may have been killed before it wrote down where they are.
    modules: [...new Set([...modules, ...moved])],
  };
  const compared = await progress.step(
    'Comparing logs with what others know of them',
    async () => judged(await logs.compare(task), modules, options),
    (found) => `${found.length} ${found.length === 1 ? 'module' : 'modules'} compared`,
  );
  assertRestored(plan, schemas, { compared, line });
  if (!json) for (const each of compared) output.write(`\n${recoveryText(each, placementOf(plan, each))}\n`);

  const due = compared
    .filter((each) => maySettle(each, options))
    .map(({ module }) => module)
    .filter((module) => modules.length === 0 || modules.includes(module));
  let settled: readonly SettledModule[] = [];
  if (due.length > 0) {
    if (!json) output.write('\n');
    settled = await progress.step(
      `Settling ${due.join(', ')}`,
      () => logs.settle({ ...task, modules: due }),
      settledText,
    );
  }
  const starts = (module: string): boolean =>
    due.includes(module) || compared.some((each) => each.module === module && each.verdict === 'as-it-is');
  if (moved.length > 0 && moved.every(starts))
    await writeJson(directory.placement, recordOf(plan, broker, record));
  const refused = refusal(compared, settled, { line, moved });
  if (json) output.write(`${JSON.stringify(recoveryJson(plan, compared, settled), null, 2)}\n`);
  else if (compared.length === 0)
    output.write(
      'No module is known to be restored. Name those that were, over what they had, with --restored.\n',
    );
  else if (refused === undefined) output.write(`${line('up')} starts profile ${plan.profile} again.\n`);
  return refused;
}

function placementOf({ placement }: DeploymentPlan, { module }: Judged) {
  const found = placement.find((placed) => placed.module === module);
  if (!found) throw new RangeError(`The plan places no module ${module}.`);
  return found;
}

function assertPlaced({ placement, profile }: DeploymentPlan, modules: readonly string[]): void {
  const known = placement.map(({ module }) => module);
  const unknown = modules.find((module) => !known.includes(module));
  if (unknown !== undefined)
    throw new DeploymentError(
      `There is no module ${unknown} in profile "${profile}": there are ${known.sort().join(', ')}.`,
    );
}
