import type { EncodedMessage } from '../envelope/cloud-events.js';
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
      .map((subscriber) => new LaneOutlet(subscriber, subscriber.lane(sourceModule)));
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

class LaneOutlet implements Outlet {
  readonly name: string;
  readonly types: ReadonlySet<string>;

  constructor(
    { consumer, types }: Subscriber,
    private readonly lane: Lane,
  ) {
    this.name = consumer.name;
    this.types = types;
  }

  open(): Promise<void> {
    return this.lane.open();
  }

  publish(messages: readonly EncodedMessage[]): Promise<void> {
    return this.lane.deliver(messages);
  }

  close(): Promise<void> {
    return this.lane.close();
  }
}
