import { Module } from '@nestjs/common';

import { ParkedMessagesController } from './parked-messages.controller.js';
import { QuiescenceController } from './quiescence.controller.js';

/** What operators use. Answers on the services themselves only. */
@Module({ controllers: [ParkedMessagesController, QuiescenceController] })
export class AdminModule {}
