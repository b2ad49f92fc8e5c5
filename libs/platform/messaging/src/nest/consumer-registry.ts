import { Injectable } from '@nestjs/common';

import type { Consumer } from '../delivery/consumer.js';
import { MessageDefinitionError } from '../envelope/errors.js';

/** Consumers that are not written down as Nest controllers but made at boot, from a declaration. They are added before messaging starts. */
@Injectable()
export class ConsumerRegistry {
  private readonly consumers = new Map<string, Consumer>();

  /** @throws MessageDefinitionError when there is one of that name */
  add(consumer: Consumer): void {
    if (this.consumers.has(consumer.name))
      throw new MessageDefinitionError(`Consumer "${consumer.name}" is registered twice.`);
    this.consumers.set(consumer.name, consumer);
  }

  get all(): readonly Consumer[] {
    return [...this.consumers.values()];
  }
}
