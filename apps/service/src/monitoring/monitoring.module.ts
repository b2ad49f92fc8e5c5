import { Module, type OnModuleInit } from '@nestjs/common';
import { MessagingLag } from '@platform/messaging';
import { gauge, sharedReading } from '@platform/observability';
import { SagaRuntime } from '@platform/saga';

import { ConsumerHealth } from './consumer-health.js';
import { RecoveryHealth } from './recovery-health.js';

/** Registers what messaging and sagas have under way; HTTP and pools register their own. */
@Module({ providers: [ConsumerHealth, RecoveryHealth] })
export class MonitoringModule implements OnModuleInit {
  constructor(
    private readonly lag: MessagingLag,
    private readonly sagas: SagaRuntime,
  ) {}

  onModuleInit(): void {
    this.lagGauges();
    this.stallGauge();
    this.sagaGauges();
  }

  private lagGauges(): void {
    const lag = sharedReading(() => this.lag.lag());
    gauge(
      {
        name: 'whereabouts_log_lag_messages',
        help: 'Messages of a log that an outlet has not passed.',
        labels: ['module', 'outlet'],
      },
      async (messages) => {
        for (const log of (await lag()).logs)
          messages.set({ module: log.sourceModule, outlet: log.outlet }, log.messages);
      },
    );
    gauge(
      {
        name: 'whereabouts_log_lag_seconds',
        help: 'Age of the oldest message that an outlet has not passed.',
        labels: ['module', 'outlet'],
      },
      async (seconds) => {
        for (const log of (await lag()).logs)
          seconds.set({ module: log.sourceModule, outlet: log.outlet }, log.ageSeconds);
      },
    );
    gauge(
      {
        name: 'whereabouts_consumer_lag_messages',
        help: 'Messages of a partition that were published and that a consumer has not committed.',
        labels: ['consumer', 'topic', 'partition'],
      },
      async (messages) => {
        for (const { consumer, topic, partition, messages: behind } of (await lag()).transport ?? [])
          messages.set({ consumer, topic: withoutDeployment(topic), partition }, behind);
      },
    );
    gauge(
      {
        name: 'whereabouts_parked_messages',
        help: 'Messages that a consumer has set aside.',
        labels: ['consumer'],
      },
      async (parked) => {
        for (const { consumer, messages } of (await lag()).parked) parked.set({ consumer }, messages);
      },
    );
  }

  private stallGauge(): void {
    gauge(
      {
        name: 'whereabouts_delivery_stalled_seconds',
        help: 'How long a consumer has been held up by its infrastructure, or by messages that the broker has forgotten.',
        labels: ['consumer'],
      },
      (stalled) => {
        for (const { consumer, seconds } of this.lag.stalled()) stalled.set({ consumer }, seconds);
      },
    );
  }

  private sagaGauges(): void {
    const sagas = sharedReading(() => this.sagas.pending());
    gauge(
      { name: 'whereabouts_sagas_pending', help: 'Sagas that have begun and not ended.' },
      async (pending) => {
        pending.set((await sagas()).pending);
      },
    );
    gauge(
      {
        name: 'whereabouts_sagas_needing_attention',
        help: 'Sagas that keep breaking, or began more than a minute ago.',
      },
      async (attention) => {
        attention.set((await sagas()).needsAttention);
      },
    );
  }
}

/** The deployment's id stands in front of every topic and tells nothing within it. */
function withoutDeployment(topic: string): string {
  return topic.slice(topic.indexOf('.') + 1);
}
