import { Injectable } from '@nestjs/common';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';

import type { Consumer, MessageHandlerFunction } from '../delivery/consumer.js';
import { MessageDefinitionError } from '../envelope/errors.js';
import { MessagingRuntime } from '../runtime/messaging-runtime.js';
import type { HandlerExtras } from './consumer.decorator.js';
import { ConsumerRegistry } from './consumer-registry.js';
import { MESSAGING } from './transport-id.js';

/**
 * The Nest microservice that runs consumers: `app.connectMicroservice({ strategy: app.get(MessagingServer) })`, then
 * `app.startAllMicroservices()` starts relays and consumers and `app.close()` ends them in order. Who wants to finish old work
 * before anything new is received has it {@link prepare} before.
 */
@Injectable()
export class MessagingServer extends Server implements CustomTransportStrategy {
  override readonly transportId = MESSAGING;
  override readonly propagatesEventHandlerErrors = true;

  constructor(
    private readonly runtime: MessagingRuntime,
    private readonly registry: ConsumerRegistry,
  ) {
    super();
  }

  override addHandler(
    pattern: string,
    callback: MessageHandler,
    isEventHandler?: boolean,
    extras?: Record<string, unknown>,
  ): void {
    if (this.messageHandlers.has(pattern))
      throw new MessageDefinitionError(
        `Two handlers are registered for "${pattern}"; a consumer has one handler per message type.`,
      );
    super.addHandler(pattern, callback, isEventHandler, extras);
  }

  /** Takes the leases of the logs hosted here, without receiving anything. */
  prepare(): Promise<void> {
    return this.runtime.prepare();
  }

  override listen(callback: (error?: unknown) => void): void {
    this.runtime.start([...this.consumers(), ...this.registry.all]).then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }

  override close(): Promise<void> {
    return this.runtime.stop();
  }

  override on(): never {
    throw new Error('The messaging server emits no events of its own.');
  }

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- Nest's signature
  override unwrap<T>(): T {
    return this.runtime as T;
  }

  private consumers(): Consumer[] {
    const consumers = new Map<string, { module: string; handlers: Map<string, MessageHandlerFunction> }>();
    for (const handler of this.messageHandlers.values()) {
      const { consumer, module, type } = handler.extras as HandlerExtras;
      const known = consumers.get(consumer) ?? {
        module,
        handlers: new Map<string, MessageHandlerFunction>(),
      };
      known.handlers.set(type, (message) => settle(handler(message)));
      consumers.set(consumer, known);
    }
    return [...consumers].map(([name, { module, handlers }]) => ({ name, module, handlers }));
  }
}

/** Nest gives back a promise of a value, or of an observable when an interceptor or a failure is in between. */
async function settle(result: Promise<unknown>): Promise<void> {
  const value = await result;
  if (isObservable(value)) await lastValueFrom(value, { defaultValue: undefined });
}
