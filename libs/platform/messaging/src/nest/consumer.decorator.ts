import 'reflect-metadata';
import { applyDecorators, Controller, UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';

import type { DataOf, MessageDefinition } from '../envelope/define-message.js';
import { MessageDefinitionError } from '../envelope/errors.js';
import type { Message } from '../envelope/message.js';
import { RethrowFilter } from './rethrow.filter.js';
import { MESSAGING } from './transport-id.js';

export interface ConsumerOptions {
  /** The module whose unit of work the handlers run in. */
  readonly module: string;
  /** Unique within the module. Renaming a consumer makes a new one, which reads every log from its start. */
  readonly name: string;
}

/** What a handler's pattern carries besides its text. */
export interface HandlerExtras {
  readonly consumer: string;
  readonly module: string;
  readonly type: string;
}

const DEFINITION = Symbol('platform.messaging.definition');

/** Makes a class a consumer: a Nest controller whose `@On` methods are given messages inside the module's unit of work. */
export function Consumer({ module, name }: ConsumerOptions): ClassDecorator {
  const consumer = `${module}.${name}`;
  return applyDecorators(Controller(), UseFilters(RethrowFilter), (target: object) => {
    const { prototype } = target as { prototype: object };
    const types = new Set<string>();
    for (const key of Object.getOwnPropertyNames(prototype)) {
      const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
      const method: unknown = descriptor?.value;
      if (!descriptor || typeof method !== 'function') continue;
      const definition = Reflect.getMetadata(DEFINITION, method) as MessageDefinition | undefined;
      if (!definition) continue;
      const { type } = definition;
      if (types.has(type))
        throw new MessageDefinitionError(`Consumer "${consumer}" has two handlers for "${type}".`);
      types.add(type);
      const extras: HandlerExtras = { consumer, module, type };
      // Nest keys handlers by pattern; the consumer's name in it lets several consumers hear the same type.
      EventPattern(`${consumer}/${type}`, MESSAGING, extras)(prototype, key, descriptor);
    }
  });
}

/** Hands a consumer's method the messages of one definition. */
export function On<Definition extends MessageDefinition>(definition: Definition) {
  return (
    _target: object,
    _key: string | symbol,
    descriptor: TypedPropertyDescriptor<(message: Message<DataOf<Definition>>) => Promise<void>>,
  ): void => {
    if (descriptor.value) Reflect.defineMetadata(DEFINITION, definition, descriptor.value);
  };
}
