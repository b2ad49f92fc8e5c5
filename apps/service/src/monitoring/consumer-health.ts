import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry } from '@platform/http';
import { MessagingLag } from '@platform/messaging';

/**
 * Names the consumers that wait for their broker in `/health/ready`. That never makes a service unready: what it answers over
 * HTTP does not need the broker, and a service that is restarted for want of one only makes matters worse.
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
      return Promise.resolve(waiting.length === 0 ? undefined : { waitingForBroker: waiting });
    });
  }
}
