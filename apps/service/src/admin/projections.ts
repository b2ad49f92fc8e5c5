import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Projectors } from '@platform/event-sourcing';

/** The projections of every module that is hosted here and kept as events. */
@Injectable()
export class Projections {
  constructor(private readonly discovery: DiscoveryService) {}

  get all(): readonly Projectors[] {
    return this.discovery
      .getProviders()
      .flatMap(({ instance }: { instance: unknown }) => (instance instanceof Projectors ? [instance] : []))
      .sort((a, b) => (a.module < b.module ? -1 : 1));
  }

  of(module: string): Projectors | undefined {
    return this.all.find((projectors) => projectors.module === module);
  }
}
