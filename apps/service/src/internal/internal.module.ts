import { Module } from '@nestjs/common';

import { RecordedStreamController } from './recorded-stream.controller.js';

/** What services have for each other, whichever modules they host. The gateway does not pass it on. */
@Module({ controllers: [RecordedStreamController] })
export class InternalModule {}
