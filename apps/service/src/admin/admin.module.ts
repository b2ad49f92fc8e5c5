import { Module, type OnModuleInit } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { projectionGauge } from '@platform/event-sourcing';

import { ParkedMessagesController } from './parked-messages.controller.js';
import { Projections } from './projections.js';
import { ProjectionsController } from './projections.controller.js';
import { QuiescenceController } from './quiescence.controller.js';
import { SagasController } from './sagas.controller.js';

/** What operators use. Answers on the services themselves only. */
@Module({
  imports: [DiscoveryModule],
  controllers: [ParkedMessagesController, ProjectionsController, QuiescenceController, SagasController],
  providers: [Projections],
})
export class AdminModule implements OnModuleInit {
  constructor(private readonly projections: Projections) {}

  onModuleInit(): void {
    projectionGauge(() => this.projections.all);
  }
}
