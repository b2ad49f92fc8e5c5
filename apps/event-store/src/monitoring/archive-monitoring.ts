import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry } from '@platform/http';
import type { MessageTransport } from '@platform/messaging';
import { gauge, sharedReading } from '@platform/observability';

import { ArchiveFigures } from '../archive/archive-figures.js';
import { TRANSPORT } from '../event-store.tokens.js';

/**
 * What people watch. A broker that is away does not make the archive unready: what it answers over HTTP does not need one,
 * and it is named in `/health/ready`.
 */
@Injectable()
export class ArchiveMonitoring implements OnModuleInit {
  constructor(
    private readonly figures: ArchiveFigures,
    private readonly health: HealthRegistry,
    @Inject(TRANSPORT) private readonly transport: MessageTransport,
  ) {}

  onModuleInit(): void {
    this.health.register('consumers', () => {
      const waiting = this.transport.waiting?.() ?? [];
      return Promise.resolve(waiting.length === 0 ? undefined : { waitingForBroker: waiting });
    });
    this.troubleGauges();
    this.transportGauges();
  }

  private troubleGauges(): void {
    const trouble = sharedReading(() => this.figures.trouble());
    const figures = [
      ['streams_with_gaps', 'Streams that the archive knows to lack events of.', 'streamsWithGaps'],
      ['missing_events', 'Events that the archive knows to lack.', 'missingEvents'],
      ['conflicts', 'Events that came for a version that another event has.', 'conflicts'],
      ['refused_messages', 'Messages that cannot be kept as events.', 'refused'],
    ] as const;
    for (const [name, help, figure] of figures)
      gauge({ name: `whereabouts_archive_${name}`, help }, async (count) => {
        count.set((await trouble())[figure]);
      });
  }

  private transportGauges(): void {
    gauge(
      {
        name: 'whereabouts_consumer_lag_messages',
        help: 'Messages of a partition that were published and that a consumer has not committed.',
        labels: ['consumer', 'topic', 'partition'],
      },
      async (messages) => {
        for (const { consumer, topic, partition, messages: behind } of (await this.transport.lag?.()) ?? [])
          messages.set({ consumer, topic: topic.slice(topic.indexOf('.') + 1), partition }, behind);
      },
    );
    gauge(
      {
        name: 'whereabouts_delivery_stalled_seconds',
        help: 'How long a consumer has been held up by its infrastructure, or by messages that the broker has forgotten.',
        labels: ['consumer'],
      },
      (stalled) => {
        for (const { consumer, seconds } of this.transport.stalled?.() ?? [])
          stalled.set({ consumer }, seconds);
      },
    );
  }
}
