import { Module } from '@nestjs/common';

import { ParkedMessagesController } from './parked-messages.controller.js';
import { QuiescenceController } from './quiescence.controller.js';
import { SagasController } from './sagas.controller.js';

/** What operators use. Answers on the services themselves only. */
@Module({ controllers: [ParkedMessagesController, QuiescenceController, SagasController] })
export class AdminModule {}
