import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry } from '@platform/http';
import type { MessageTransport } from '@platform/messaging';
import { gauge, sharedReading } from '@platform/observability';

import { ArchiveFigures } from '../archive/archive-figures.js';
import { TRANSPORT } from '../event-store.tokens.js';
import { Reconciliation } from '../gaps/reconciliation.js';

/**
 * What people watch. A broker that is away does not make the archive unready: what it answers over HTTP does not need one,
 * and it is named in `/health/ready`.
 */
@Injectable()
export class ArchiveMonitoring implements OnModuleInit {
  constructor(
    private readonly figures: ArchiveFigures,
    private readonly health: HealthRegistry,
    private readonly reconciliation: Reconciliation,
    @Inject(TRANSPORT) private readonly transport: MessageTransport,
  ) {}

  onModuleInit(): void {
    this.health.register('consumers', () => {
      const waiting = this.transport.waiting?.() ?? [];
      return Promise.resolve(waiting.length === 0 ? undefined : { waitingForBroker: waiting });
    });
    this.health.register('owners', () => {
      const setBack = this.reconciliation.setBack();
      return Promise.resolve(setBack.length === 0 ? undefined : { setBack });
    });
    this.troubleGauges();
    this.setBackGauge();
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

  private setBackGauge(): void {
    gauge(
      {
        name: 'whereabouts_archive_set_back_streams',
        help: 'Streams of a module whose log ends before what is archived of them.',
        labels: ['module'],
      },
      (streams) => {
        for (const { module, streams: count } of this.reconciliation.setBack())
          streams.set({ module }, count);
      },
    );
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
