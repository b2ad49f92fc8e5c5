import { Inject, Injectable, Optional } from '@nestjs/common';
import { newId } from '@platform/domain';
import { CrashPoints, Databases } from '@platform/persistence';
import { Recovery } from '@platform/recovery';

import type { Consumer } from '../delivery/consumer.js';
import { DEFAULT_DELIVERY_POLICY, type DeliveryPolicy } from '../delivery/delivery-policy.js';
import { SuspectTurns } from '../delivery/suspect-turns.js';
import { MessageDefinitionError } from '../envelope/errors.js';
import { LogHints } from '../log/log-hints.js';
import type { InboxLag } from '../monitoring/messaging-lag.js';
import { LogRelay } from '../relay/log-relay.js';
import { DEFAULT_RELAY_POLICY } from '../relay/relay-policy.js';
import { InProcessTransport } from '../transport/in-process.transport.js';
import type { MessageTransport, Stalled } from '../transport/transport.js';
import { HostedModules } from './hosted-modules.js';
import { Maintenance } from './maintenance.js';
import { logPolicyOf, MESSAGING_OPTIONS, type MessagingOptions } from './messaging-options.js';
import { ModuleSubscriber } from './module-subscriber.js';
import { Reception } from './reception.js';
import { Retention } from './retention.js';

/** Relays, consumers and maintenance of one process: started and stopped as a whole, explicitly. */
@Injectable()
export class MessagingRuntime {
  readonly transport: MessageTransport;
  readonly policy: DeliveryPolicy;
  private readonly maintenance: Maintenance;
  private consumersByName: ReadonlyMap<string, Consumer> = new Map();
  private subscribers: readonly ModuleSubscriber[] = [];
  /** Unique to this run, of the process and of the runtime in it. */
  private run = newId();
  private prepared: Promise<void> | undefined;
  private readonly leasesUnknown = new Set<LogRelay>();
  private readonly suspectTurns = new SuspectTurns();
  private relays: readonly LogRelay[] = [];
  private readonly reception = new Reception((module) => this.isWaiting(module));

  constructor(
    private readonly databases: Databases,
    private readonly hosted: HostedModules,
    private readonly hints: LogHints,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    private readonly crashPoints: CrashPoints,
    retention: Retention,
    @Optional() recovery?: Recovery,
  ) {
    recovery?.add({
      name: 'messaging: leases',
      isPreparation: true,
      pending: () => Promise.resolve(this.leasesUnknown.size),
      finish: async () => {
        await Promise.all(this.relays.map(({ isTried }) => isTried));
      },
    });
    this.transport = options.transport ?? new InProcessTransport();
    this.policy = { ...DEFAULT_DELIVERY_POLICY, ...options.delivery };
    this.maintenance = new Maintenance(
      databases,
      hosted,
      (module) => this.outletNames(module),
      retention,
      options.retentionDays,
      this.transport.refills,
    );
  }

  get consumers(): ReadonlyMap<string, Consumer> {
    return this.consumersByName;
  }

  /** What the consumers of this process have in hand. */
  inboxLag(): InboxLag[] {
    return this.subscribers.map(({ consumer, pending }) => ({ consumer: consumer.name, messages: pending }));
  }

  /** How long each has been held up, by its database or by messages that are missing. */
  stalled(): Stalled[] {
    const missing = new Map(this.transport.stalled?.().map(({ consumer, seconds }) => [consumer, seconds]));
    return this.subscribers.map(({ consumer: { name }, stalledSeconds }) => ({
      consumer: name,
      seconds: Math.max(stalledSeconds, missing.get(name) ?? 0),
    }));
  }

  /** Since when every consumer of a module has received, on the clock of `performance.now()`; nothing before. */
  receivesSince(module: string): number | undefined {
    return this.reception.since(module);
  }

  /** Names of the outlets of a module's log; a cursor of any other name belongs to nobody any more. */
  outletNames(module: string): string[] {
    return this.transport.outlets(module).map(({ name }) => name);
  }

  /**
   * Everything but receiving: logs have room, their leases are taken whenever their database answers and, where a log leads out of
   * the process, it begins to drain.
   */
  prepare(): Promise<void> {
    return (this.prepared ??= this.takeLeases());
  }

  /** Resolves when the transport receives; relays get to work on their own. */
  async start(consumers: readonly Consumer[]): Promise<void> {
    this.consumersByName = new Map(consumers.map((consumer) => [consumer.name, consumer]));
    this.subscribers = consumers.map((consumer) => this.subscribe(consumer));
    await this.transport.start(this.subscribers);
    this.reception.begin();
    await this.prepare();
    this.maintenance.start();
    for (const relay of this.relays) relay.drain();
  }

  /** Resolves when what is in hand is finished and written down. */
  async stop(): Promise<void> {
    this.reception.end();
    await this.maintenance.stop();
    await Promise.all(this.relays.map((relay) => relay.stop()));
    this.relays = [];
    this.leasesUnknown.clear();
    this.prepared = undefined;
    this.run = newId();
    await this.transport.stop();
  }

  private async takeLeases(): Promise<void> {
    this.relays = this.hosted.all.map((module) => this.relay(module));
    await this.maintenance.prepare();
    for (const relay of this.relays) {
      this.leasesUnknown.add(relay);
      void relay.isTried.then(() => this.leasesUnknown.delete(relay));
      relay.start();
      if (this.transport.feedsBeforeStart === true) relay.drain();
    }
  }

  /** Also one that is brought what it lacks: what is asked for may lie in the lane that is held meanwhile. */
  private isWaiting(module: string): boolean {
    const lacking = (this.transport.forgotten?.() ?? []).filter(({ state }) => state !== 'none');
    const waiting = [...(this.transport.waiting?.() ?? []), ...lacking.map(({ consumer }) => consumer)];
    return waiting.some((name) => this.consumersByName.get(name)?.module === module);
  }

  private relay(module: string): LogRelay {
    return new LogRelay(
      this.databases.unitOfWork(module),
      () => this.transport.outlets(module),
      this.hints,
      { ...DEFAULT_RELAY_POLICY, ...this.transport.relay, ...this.options.relay },
      this.options.owner ?? this.run,
      this.crashPoints,
      logPolicyOf(this.options),
    );
  }

  private subscribe(consumer: Consumer): ModuleSubscriber {
    if (!this.hosted.has(consumer.module))
      throw new MessageDefinitionError(
        `Consumer "${consumer.name}" needs MessagingModule.forModule({ name: '${consumer.module}' }) in its Nest module.`,
      );
    const unit = this.databases.unitOfWork(consumer.module);
    return new ModuleSubscriber(
      consumer,
      unit,
      this.policy,
      this.run,
      this.suspectTurns,
      logPolicyOf(this.options),
    );
  }
}
