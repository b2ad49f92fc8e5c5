import { Logger } from '@nestjs/common';
import type { Kafka } from 'kafkajs';
import type { CrashPoints } from '@platform/persistence';

import type { EventArchive } from '../../archive/event-archive.js';
import { GrowingPause } from '../../relay/growing-pause.js';
import { WakeUp } from '../../relay/wake-up.js';
import type { Forgotten, Stalled, Subscriber } from '../transport.js';
import { ConsumerSession } from './consumer-session.js';
import type { Group, GroupOffsets, PartitionOffsets } from './group-offsets.js';
import { ProgressWatch } from './progress-watch.js';
import type { PartitionWorker, RetryMs } from './partition-worker.js';
import type { TopicNames } from './topic-names.js';
import type { Topics } from './topics.js';

const RETRY_MS = { first: 250, longest: 5_000 };
/** A session that lived so long was not a failure to begin with. */
const LONG_MS = 30_000;

export interface GroupConsumerContext {
  readonly kafka: () => Kafka;
  readonly topics: Topics;
  readonly names: TopicNames;
  readonly offsets: GroupOffsets;
  readonly crashPoints: CrashPoints;
  readonly retryMs: RetryMs;
  readonly archive?: EventArchive | undefined;
}

/** One consumer's membership in its group, kept up as long as the transport runs: one session after another. */
export class GroupConsumer {
  readonly group: Group;
  private readonly logger = new Logger('Kafka');
  private readonly retry = new GrowingPause(RETRY_MS);
  private readonly wakeUp = new WakeUp();
  private readonly watch = new ProgressWatch();
  private session: ConsumerSession | undefined;
  private running: Promise<void> | undefined;
  private readonly stopped = Promise.withResolvers<undefined>();
  private stopping = false;

  constructor(
    private readonly subscriber: Subscriber,
    private readonly context: GroupConsumerContext,
  ) {
    const { names } = context;
    this.group = { group: names.group(this.name), topics: names.consumedBy(subscriber) };
  }

  get name(): string {
    return this.subscriber.consumer.name;
  }

  /** Whether it is a member of its group, the group has heard of it lately, and it is known where each of its partitions goes on. */
  get isReceiving(): boolean {
    const { session } = this;
    if (!session?.membership.isMember) return false;
    return session.assigned.every(({ position, lacking }) => position !== undefined || lacking !== undefined);
  }

  /** How long messages have been missing that the broker has forgotten and that nobody brings; 0 when none are. */
  get stalled(): Stalled {
    const inVain = (this.session?.assigned ?? []).filter(({ lacking }) => lacking?.state !== 'catching-up');
    const longest = Math.max(0, ...inVain.map(({ forgottenMs }) => forgottenMs));
    return { consumer: this.name, seconds: longest / 1_000 };
  }

  /** Partitions that lack what the broker has forgotten. */
  get forgotten(): readonly Forgotten[] {
    return (this.session?.assigned ?? []).flatMap(({ name, lacking }) =>
      lacking ? [{ consumer: this.name, lane: name, ...lacking }] : [],
    );
  }

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.stopped.resolve(undefined);
    this.wakeUp.wake();
    this.session?.end('it was told to stop');
    await this.running;
  }

  /**
   * Notes where the partitions of this process stand. @returns what looks after them with offsets that were read since: whether
   * the broker still has what comes next, and whether they get on
   */
  look(): (offsets: ReadonlyMap<string, readonly PartitionOffsets[]>) => void {
    const { session } = this;
    const noted = (session?.assigned ?? []).flatMap((worker) =>
      worker.position === undefined ? [] : [{ worker, position: worker.position }],
    );
    return (offsets) => {
      if (session && session === this.session)
        this.inspect(session, noted, offsets.get(this.group.group) ?? []);
    };
  }

  private inspect(
    session: ConsumerSession,
    noted: readonly { readonly worker: PartitionWorker; readonly position: number }[],
    offsets: readonly PartitionOffsets[],
  ): void {
    const readings = noted.flatMap(({ worker, position }) => {
      const found = offsets.find(({ topic, partition }) => worker.name === `${topic}/${partition}`);
      if (!found || worker.isRevoked) return [];
      const stays = worker.position === position;
      if (stays && session.isForgotten(worker, found)) return [];
      return [{ name: worker.name, position, waiting: stays && worker.isIdle && found.end > position }];
    });
    const stuck = this.watch.stuck(readings, session.membership.silentMs);
    if (stuck === undefined) return;
    this.logger.error(`"${this.name}" is made anew, as ${stuck}.`);
    session.end(stuck);
  }

  private async run(): Promise<void> {
    for (let failures = 1; !this.stopping; failures += 1) {
      const since = performance.now();
      const reason = await this.live();
      if (this.isStopping()) return;
      if (performance.now() - since > LONG_MS) {
        this.retry.reset();
        failures = 1;
      }
      const ms = this.retry.take();
      // A broker that has just started turns the first members away.
      this.logger[failures === 1 ? 'debug' : 'warn'](
        `"${this.name}" receives nothing and tries again in ${Math.round(ms)} ms: ${reason}`,
      );
      await this.wakeUp.pause(ms);
    }
  }

  private async live(): Promise<string> {
    const { topics, kafka, offsets, crashPoints, retryMs, names, archive } = this.context;
    const { group, subscriber } = this;
    try {
      await Promise.race([topics.ensure(group.topics), this.stopped.promise]);
      if (this.isStopping()) return '';
      this.session = new ConsumerSession({
        kafka: kafka(),
        offsets,
        group,
        subscriber,
        crashPoints,
        retryMs,
        names,
        archive,
      });
      this.watch.reset();
      return await this.session.run();
    } catch (error) {
      return String(error);
    } finally {
      this.session = undefined;
    }
  }

  private isStopping(): boolean {
    return this.stopping;
  }
}
