import type { EncodedMessage } from '../envelope/cloud-events.js';
import type { WantedTypes } from '../log/log-reader.js';
import type { Lane, MessageTransport, Outlet, Subscriber } from './transport.js';

/**
 * Delivery within one process: an outlet is a consumer's lane. Each consumer has a cursor of its own in every log that it
 * listens to, so a consumer whose database is down holds back nobody else.
 */
export class InProcessTransport implements MessageTransport {
  private subscribers: readonly Subscriber[] = [];

  start(subscribers: readonly Subscriber[]): Promise<void> {
    this.subscribers = subscribers;
    return Promise.resolve();
  }

  outlets(sourceModule: string): readonly Outlet[] {
    return this.subscribers
      .filter((subscriber) => subscriber.listensTo(sourceModule))
      .map((subscriber) => new LaneOutlet(subscriber, sourceModule));
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

class LaneOutlet implements Outlet {
  readonly name: string;
  readonly types: WantedTypes;
  private lane: Lane | undefined;

  constructor(
    private readonly subscriber: Subscriber,
    private readonly sourceModule: string,
  ) {
    this.name = subscriber.consumer.name;
    this.types = subscriber.types;
  }

  open(): Promise<void> {
    this.lane = this.subscriber.lane(this.sourceModule);
    return this.lane.open();
  }

  async publish(messages: readonly EncodedMessage[]): Promise<void> {
    await this.lane?.deliver(messages);
  }

  async close(): Promise<void> {
    await this.lane?.close();
  }
}
