import { setTimeout as pause } from 'node:timers/promises';
import type { Behaviour, Violation } from '@comparison/checkers/stored';
import type { RecoveryScenario } from './recovery-scenarios.js';
import type { Play, Played, Stage } from './stage.js';

export interface Survived {
  readonly played: Played;
  readonly found: readonly Violation[];
}

/** Has a service die under load and then twice in the first stage of its start, and judges what there is when it has got to its end. */
export async function surviveTwoDeaths(
  stage: Stage,
  scenario: RecoveryScenario,
  usual: { readonly plan: Play; readonly behaviour: Behaviour },
): Promise<Survived> {
  const { deployment, provider } = stage;
  const plan = { ...usual.plan, ...scenario.play };
  await provider.behave(scenario.behaviour ?? usual.behaviour);
  const scene = await stage.setScene(plan);
  await deployment.putInForce(...(scenario.trouble ? [scenario.trouble] : []));
  const before = startsInVain(stage);
  const dying = dieThrice(stage, scenario).then(
    (): Violation[] => [],
    (error: unknown): Violation[] => [{ invariant: 'A2', what: String(error) }],
  );
  const [played, notReached] = await Promise.all([stage.play(scene, plan), dying]).finally(async () => {
    await deployment.putInForce();
    await deployment.disarm();
  });
  await provider.behave({});
  await stage.letClaimsRunOut();
  const found = await stage.quiescent(90_000).then(
    () => stage.judge(played),
    (error: unknown): Violation[] => [{ invariant: 'A2', what: String(error) }],
  );
  // Who dies in the second stage has not shown what this is about. The second death may be there: a piece that was alone in hand
  // at the first is put off, so that the start gets to its end.
  if (startsInVain(stage) === before) found.push({ invariant: 'A2', what: 'nobody died in the first stage' });
  return { played, found: [...notReached, ...found] };
}

/** `up` says so of whoever dies before it is ready. */
function startsInVain({ deployment }: Stage): number {
  return deployment.output.match(/did not start again/g)?.length ?? 0;
}

/** Under load, then twice where the scenario says; what it leaves behind is due each time. */
async function dieThrice(
  { deployment, databases, provider }: Stage,
  { part, module, begun, point, due, hurry }: RecoveryScenario,
): Promise<void> {
  const { services } = await deployment.run();
  const service = services.find(({ modules }) => modules.includes(module))?.name;
  const twice = { point, nth: 1, service };
  const [first = '', ...others] = await deployment.armEach({ ...begun, service }, twice, twice);
  const died = deployment.died(first, `${String(service)} dies under load, of ${part}`);
  const over = new AbortController();
  const hurrying = (async () => {
    while (hurry !== undefined && !over.signal.aborted) {
      await databases.query(module, hurry);
      await pause(100);
    }
  })();
  await died.finally(() => over.abort());
  await hurrying;
  await deployment.putInForce();
  if (hurry !== undefined) await provider.behave({});
  for (const id of others) {
    if (due !== undefined) await databases.query(module, due);
    await deployment.died(id, `${String(service)} dies at ${point} in the first stage`);
  }
  await deployment.outlive(others.at(-1) ?? '', `${String(service)} gets to its end`);
}
