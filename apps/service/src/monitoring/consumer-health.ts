import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry } from '@platform/http';
import { type Forgotten, MessagingLag } from '@platform/messaging';

/**
 * Names the consumers that wait, and for what, in `/health/ready`: for their broker, for the Event Store to bring them what the
 * broker has forgotten, or for people where nobody has that. It never makes a service unready: what it answers over HTTP does
 * not need any of them, and a service that is restarted for want of one only makes matters worse.
 */
@Injectable()
export class ConsumerHealth implements OnModuleInit {
  constructor(
    private readonly health: HealthRegistry,
    private readonly messaging: MessagingLag,
  ) {}

  onModuleInit(): void {
    if (this.messaging.waiting() === undefined) return;
    this.health.register('consumers', () => {
      const waiting = this.messaging.waiting() ?? [];
      const forgotten = Map.groupBy(this.messaging.forgotten(), ({ state }) => state);
      const details = {
        ...(waiting.length > 0 && { waitingForBroker: waiting }),
        ...namedAs('catchingUp', forgotten.get('catching-up')),
        ...namedAs('waitingForEventStore', forgotten.get('waiting')),
        ...namedAs('messagesLost', forgotten.get('none')),
      };
      return Promise.resolve(Object.keys(details).length === 0 ? undefined : details);
    });
  }
}

function namedAs(name: string, forgotten: readonly Forgotten[] = []): Record<string, unknown> {
  if (forgotten.length === 0) return {};
  return {
    [name]: forgotten.map(({ consumer, lane, reason }) => ({
      ...{ consumer, lane },
      ...(reason !== undefined && { reason }),
    })),
  };
}
