import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';

import type { Projector } from '../projection/projector.js';

/** All projections of one module, kept up as long as the process serves. */
export class Projectors implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(readonly all: readonly Projector[]) {}

  /** Resolves when every view is there to be read; what it shows may still be catching up. */
  async onApplicationBootstrap(): Promise<void> {
    for (const projector of this.all) await projector.prepare();
    for (const projector of this.all) projector.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.all.map((projector) => projector.stop()));
  }
}
