import {
  type Attempt,
  type Behaviour,
  Databases,
  readStock,
  stockNeverNegative,
  type Violation,
} from '@comparison/checkers/stored';
import { setTimeout as pause } from 'node:timers/promises';
import { letClaimsRunOut } from '../e2e/claims.js';
import { Client } from '../e2e/client.js';
import { Provider } from '../e2e/provider.js';
import { quiescent } from '../e2e/quiescent.js';
import { Random } from '../e2e/random.js';
import { Shop } from '../e2e/shop.js';
import { CrashDeployment, type Variant } from './crash-deployment.js';
import { judge } from './judge.js';
import { type Scene, type SceneSize, setScene } from './scene.js';
import { Shopper } from './shopper.js';

export interface Play extends SceneSize {
  readonly seed: number;
  readonly checkouts: number;
  readonly itemsAtMost: number;
  readonly withinMs: number;
}

/** What a run left behind in the hands of its clients. */
export interface Played {
  readonly scene: Scene;
  readonly attempts: readonly Attempt[];
  /** S1 at every sample. */
  readonly sampled: readonly Violation[];
}

/** A deployment that may die, and what is needed to play on it and to judge what is left. */
export class Stage {
  readonly provider: Provider;
  #databases: Databases;
  #client: Client | undefined;

  private constructor(readonly deployment: CrashDeployment) {
    this.provider = new Provider(async () => (await deployment.run()).provider.url);
    this.#databases = new Databases(() => deployment.run());
  }

  /** @param variants what may be broken in it, later */
  static async open(
    behaviour: Behaviour,
    profile = 'monolith',
    variants: readonly Variant[] = [],
  ): Promise<Stage> {
    const stage = new Stage(await CrashDeployment.create(profile, variants));
    try {
      await stage.start();
      await stage.provider.behave(behaviour);
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  get client(): Client {
    if (!this.#client) throw new Error('Nothing runs.');
    return this.#client;
  }

  get databases(): Databases {
    return this.#databases;
  }

  async start(by?: 'launcher' | 'command'): Promise<void> {
    await this.deployment.start(by);
    await this.#forget();
    this.#databases = new Databases(() => this.deployment.run());
    this.#client = await Client.connect((await this.deployment.run()).origin, 64);
  }

  async close(): Promise<void> {
    await this.#forget();
    await this.deployment.remove();
  }

  setScene({ seed, ...size }: Play): Promise<Scene> {
    return setScene(new Shop(this.client), new Random(seed), size);
  }

  /** All shoppers at once, until each has its answers or time is up. */
  async play(scene: Scene, { seed, checkouts, itemsAtMost, withinMs }: Play): Promise<Played> {
    const plan = { checkouts, itemsAtMost, until: Date.now() + withinMs };
    const shoppers = scene.customers.map(
      (id, index) => new Shopper(this.client, id, new Random(seed * 1_000 + index)),
    );
    const over = new AbortController();
    const sampling = this.#sample(over.signal);
    await Promise.all(shoppers.map((shopper) => shopper.shop(scene.offers, plan))).finally(() =>
      over.abort(),
    );
    const sampled = await sampling;
    return { scene, attempts: shoppers.flatMap(({ attempts }) => attempts), sampled };
  }

  letClaimsRunOut(): Promise<void> {
    return letClaimsRunOut(this.databases);
  }

  quiescent(withinMs?: number): Promise<void> {
    return quiescent(() => this.deployment.run(), withinMs);
  }

  async judge(played: Played): Promise<Violation[]> {
    return judge(this, played, await this.deployment.run());
  }

  async #sample(over: AbortSignal): Promise<Violation[]> {
    const found: Violation[] = [];
    while (!over.aborted) {
      // The database may be down with everything else; then there is nothing to see.
      found.push(...stockNeverNegative(await readStock(this.databases).catch(() => [])));
      await pause(50);
    }
    return found;
  }

  async #forget(): Promise<void> {
    await Promise.allSettled([this.#client?.close(), this.#databases.close()]);
  }
}
