import type { Participation } from './participation.js';

/** The participations of the modules of this process. */
export class Participations {
  private readonly byModule: ReadonlyMap<string, Participation>;

  constructor(all: readonly Participation[]) {
    this.byModule = new Map(all.map((participation) => [participation.module, participation]));
  }

  /** @throws Error when the module is not hosted here */
  of(module: string): Participation {
    const participation = this.byModule.get(module);
    if (participation) return participation;
    throw new Error(`Module "${module}" takes part in a saga and is not hosted by this process.`);
  }

  has(module: string): boolean {
    return this.byModule.has(module);
  }

  get all(): readonly Participation[] {
    return [...this.byModule.values()];
  }
}
