import type { AtRest, Deployment, Environment, Measured } from '@comparison/protocol';
import { delivers } from '@comparison/workload';
import { join } from 'node:path';
import type { Generator, Judged, Play, Started, ToJudge, Watching } from '../parts.js';
import { untilAborted } from '../until-aborted.js';
import { deliverAll } from './deliver-all.js';
import type { TurnOf } from './context.js';

/** A deployment, the generator that loads it, and whoever watches it: opened together, closed together. */
export class Scene {
  readonly historyFile: string;
  #deployment: Started | undefined;
  #generator: Generator | undefined;
  #watching: Watching | undefined;

  /** @param directory of its own, for what is recorded */
  constructor(
    private readonly of: TurnOf,
    directory: string,
  ) {
    this.historyFile = join(directory, 'history.ndjson');
  }

  /** @returns also what is not as it should be where everybody is to have the same, a sentence each. @throws Error when the profile does not come up */
  async open(
    profileFile: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<{ readyMs: number; notes: readonly string[] }> {
    const { parts, profile, budget, settings, signal } = this.of;
    const name = profile.resolved.name;
    const { seed, scale, workload, broker } = settings;
    this.#deployment = await parts.start({
      ...{ profile: name, profileFile, cpus: budget.cpusOfDeployment, signal },
      // A fault may need a broker of its own.
      environment: { ...(broker !== undefined && { KAFKA_BROKERS: broker }), ...environment },
    });
    this.#generator = await parts.generator({
      ...{ seed, scale, preset: workload, historyFile: this.historyFile, cpus: budget.cpusOfGenerator },
    });
    await this.#tellProvider();
    return { readyMs: this.#deployment.readyMs, notes: [...(await this.#notes())] };
  }

  get deployment(): Deployment {
    if (!this.#deployment) throw new Error('The deployment does not run.');
    return this.#deployment;
  }

  environment(): Promise<Environment> {
    return this.of.parts.environment(this.deployment, this.of.budget);
  }

  meter(): ReturnType<TurnOf['parts']['meter']> {
    return untilAborted(this.of.signal, this.of.parts.meter(this.deployment));
  }

  atRest(seconds: number): Promise<AtRest> {
    return untilAborted(this.of.signal, this.of.parts.atRest(this.deployment, seconds));
  }

  /** Delivers what is open, where anybody would. @returns whether nothing is left */
  async deliverAll(): Promise<boolean> {
    if (!delivers(this.of.settings.workload)) return true;
    const { origin } = await this.deployment.run();
    return deliverAll(origin, this.of.signal);
  }

  /** Brings the population in, and watches the deployment from then on. */
  async load(): Promise<void> {
    const { origin } = await this.deployment.run();
    await untilAborted(this.of.signal, this.#loader.load(origin));
    await this.deployment.quiet();
    await this.watch();
  }

  async watch(): Promise<void> {
    await this.#watching?.stop();
    this.#watching = await this.of.parts.watch(this.deployment);
  }

  async play(play: Omit<Play, 'origin'>): Promise<Measured> {
    const { signal, onProgress, timeLeft, turn } = this.of;
    const { origin } = await this.deployment.run();
    return untilAborted(
      signal,
      this.#loader.play(
        { ...play, origin },
        (second) => onProgress({ type: 'second', second, left: timeLeft.left(turn) }),
        signal,
      ),
    );
  }

  /** Judges a deployment that is quiet by all that happened so far. @param compared whose rates are to be told, if not those of all */
  async judge(lastFaultHealedAt: number | null, compared?: ToJudge['compared']): Promise<Judged> {
    if (!this.#watching) throw new Error('Nobody has watched the deployment.');
    const { signal, settings, profile } = this.of;
    const { initialStock } = this.#loader.population;
    const what = { facts: profile.facts, historyFile: this.historyFile, seed: settings.seed, initialStock };
    return untilAborted(
      signal,
      this.#watching.judge({ ...what, lastFaultHealedAt, ...(compared && { compared }) }),
    );
  }

  /** Stops all of it, whatever goes wrong meanwhile. @throws Error for the first thing that did */
  async close(): Promise<void> {
    const stops = [this.#watching?.stop(), this.#generator?.stop()].map((stop) => Promise.resolve(stop));
    const done = await Promise.allSettled(stops);
    done.push(...(await Promise.allSettled([this.#deployment?.stop()])));
    const failed = done.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async #notes(): Promise<readonly string[]> {
    const { broker } = await this.deployment.run();
    return [
      ...(this.#loader.notes ?? []),
      ...(broker && broker.pid === null
        ? [
            `The broker at ${broker.url} was not started for this run: its work is not among the costs, and the topics of this run stay in it.`,
          ]
        : []),
    ];
  }

  get #loader(): Generator {
    if (!this.#generator) throw new Error('There is no load generator.');
    return this.#generator;
  }

  async #tellProvider(): Promise<void> {
    const { parts, settings, signal } = this.of;
    const { provider } = await this.deployment.run();
    const response = await fetch(`${provider.url}/behaviour`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(parts.providerBehaviour(settings.workload, settings.seed)),
      signal,
    });
    if (!response.ok) throw new Error(`The payment provider answered ${response.status} to its behaviour.`);
  }
}
