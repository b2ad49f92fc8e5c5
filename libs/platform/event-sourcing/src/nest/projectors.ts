import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { gauge, registerBacklog } from '@platform/observability';

import type { ProjectionProgress, Projector } from '../projection/projector.js';

/** All projections of one module, kept up as long as the process serves. */
export class Projectors implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    readonly module: string,
    private readonly all: readonly Projector[],
  ) {}

  /** Resolves when every view is there to be read; what it shows may still be catching up. */
  async onApplicationBootstrap(): Promise<void> {
    for (const projector of this.all) await projector.prepare();
    for (const projector of this.all) projector.start();
    registerBacklog(`projections of ${this.module}`, async () => mostBehind(await this.progress()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.all.map((projector) => projector.stop()));
  }

  progress(): Promise<readonly ProjectionProgress[]> {
    return Promise.all(this.all.map((projector) => projector.progress()));
  }

  /** Begins to make all of them anew beside those that are read. */
  async rebuild(): Promise<void> {
    for (const projector of this.all) await projector.rebuild();
  }
}

/** A gauge of the process over the projections of all its modules. */
export function projectionGauge(modules: () => readonly Projectors[]): void {
  gauge(
    {
      name: 'whereabouts_projection_lag_messages',
      help: "Messages of its module's log that the live generation of a projection has not looked at.",
      labels: ['module', 'projection'],
    },
    async (messages) => {
      for (const projectors of modules())
        for (const { name, generations } of await projectors.progress())
          messages.set({ module: projectors.module, projection: name }, generations[0]?.behind ?? 0);
    },
  );
}

/** Rebuilds included: until they are done there is work left. */
function mostBehind(projections: readonly ProjectionProgress[]): number {
  return Math.max(
    0,
    ...projections.flatMap(({ generations }) =>
      generations.map(({ behind, isLive }) => behind + (isLive ? 0 : 1)),
    ),
  );
}
