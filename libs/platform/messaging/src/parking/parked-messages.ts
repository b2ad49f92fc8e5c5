import { Injectable } from '@nestjs/common';
import { Databases, isInfrastructureError, type UnitOfWork } from '@platform/persistence';

import type { Consumer } from '../delivery/consumer.js';
import { handleAlone } from '../delivery/handle-message.js';
import { describeFailure } from '../delivery/handler-failure.js';
import { Inbox } from '../delivery/inbox.js';
import { KEY_CONDITION, keyParameters } from '../delivery/message-key.js';
import { fromStructured } from '../envelope/structured-mode.js';
import { HostedModules } from '../runtime/hosted-modules.js';
import { MessagingRuntime } from '../runtime/messaging-runtime.js';
import { UnknownParkedKeyError } from './errors.js';
import { discardSql, listSql, type ParkedKey, type ParkedKeyView } from './parked-key.js';

export interface ListOptions {
  /** Full name of a consumer; all unless given. */
  readonly consumer?: string;
  /** Most keys per module; 100 unless given. */
  readonly limit?: number;
}

export interface ReplayResult {
  readonly replayed: number;
  /** Messages still parked. */
  readonly remaining: number;
  /** Why the replay ended early. */
  readonly error?: string;
}

/** What people may do about messages that could not be handled. */
@Injectable()
export class ParkedMessages {
  constructor(
    private readonly databases: Databases,
    private readonly hosted: HostedModules,
    private readonly runtime: MessagingRuntime,
  ) {}

  /** The parked keys of this process's modules, oldest first within each. */
  async list({ consumer, limit = 100 }: ListOptions = {}): Promise<ParkedKeyView[]> {
    const modules = consumer === undefined ? this.hosted.all : [this.unitFor(consumer).module];
    const lists = await Promise.all(
      modules.map((module) => {
        const unit = this.databases.unitOfWork(module);
        return unit.read(() => unit.query<ParkedKeyView>(listSql(unit.schema), [consumer ?? null, limit]));
      }),
    );
    return lists.flat();
  }

  /**
   * Handles a key's parked messages in order, each in a transaction of its own under the key's lock. What arrives meanwhile
   * joins the end; the key is given free only when it is empty. The first that fails ends the replay and stays parked.
   *
   * @throws UnknownParkedKeyError; an infrastructure error, with what was replayed so far done
   */
  async replay(key: ParkedKey): Promise<ReplayResult> {
    const unit = this.unitFor(key.consumer);
    const consumer = this.consumerOf(key);
    const parameters = keyParameters(key.consumer, key);
    for (let replayed = 0; ; replayed += 1) {
      try {
        const remaining = await unit.run(() => this.replayFirst(unit, consumer, parameters));
        if (remaining === undefined && replayed === 0) throw new UnknownParkedKeyError(key);
        if (remaining === undefined || remaining === 0)
          return { replayed: remaining === undefined ? replayed : replayed + 1, remaining: 0 };
      } catch (error) {
        if (isInfrastructureError(error) || error instanceof UnknownParkedKeyError) throw error;
        const reason = describeFailure(error);
        return { replayed, remaining: await this.noteFailure(unit, parameters, reason), error: reason };
      }
    }
  }

  /**
   * Gives parked messages up, oldest first: they count as handled. With `upTo` those behind it stay parked.
   * @param upTo stream version of the last message to discard; all unless given
   * @returns how many were discarded
   * @throws UnknownParkedKeyError
   */
  async discard(key: ParkedKey, upTo?: number): Promise<number> {
    const unit = this.unitFor(key.consumer);
    const parameters = keyParameters(key.consumer, key);
    return unit.run(async () => {
      if (!(await lockKey(unit, parameters))) throw new UnknownParkedKeyError(key);
      const [row] = await unit.query<{ discarded: number }>(discardSql(unit.schema), [
        ...parameters,
        upTo ?? null,
      ]);
      await freeIfEmpty(unit, parameters);
      return row?.discarded ?? 0;
    });
  }

  /** @returns messages left; undefined when the key is not parked */
  private async replayFirst(
    unit: UnitOfWork,
    consumer: Consumer,
    parameters: readonly string[],
  ): Promise<number | undefined> {
    if (!(await lockKey(unit, parameters))) return undefined;
    const [first] = await unit.query<{ version: number; message: string; total: number }>(
      `SELECT version, message::text AS message, (count(*) OVER ())::int AS total
         FROM "${unit.schema}".parked_message WHERE ${KEY_CONDITION} ORDER BY version LIMIT 1`,
      parameters,
    );
    if (first) {
      const message = fromStructured(first.message);
      if (await new Inbox(unit, consumer.name).mark(message)) await handleAlone(consumer, unit, message);
      await unit.query(
        `DELETE FROM "${unit.schema}".parked_message WHERE ${KEY_CONDITION} AND version = $5`,
        [...parameters, first.version],
      );
    }
    await freeIfEmpty(unit, parameters);
    return first ? first.total - 1 : 0;
  }

  private async noteFailure(unit: UnitOfWork, parameters: readonly string[], error: string): Promise<number> {
    const [row] = await unit.run(() =>
      unit.query<{ remaining: number }>(
        `WITH noted AS (UPDATE "${unit.schema}".parked_key SET attempts = attempts + 1, error = $5 WHERE ${KEY_CONDITION})
         SELECT count(*)::int AS remaining FROM "${unit.schema}".parked_message WHERE ${KEY_CONDITION}`,
        [...parameters, error],
      ),
    );
    return row?.remaining ?? 0;
  }

  private consumerOf(key: ParkedKey): Consumer {
    const consumer = this.runtime.consumers.get(key.consumer);
    if (!consumer) throw new UnknownParkedKeyError(key);
    return consumer;
  }

  private unitFor(consumer: string): UnitOfWork {
    const module = consumer.slice(0, consumer.indexOf('.'));
    if (!this.hosted.has(module))
      throw new UnknownParkedKeyError({ consumer, sourceModule: '', channel: '', streamId: '' });
    return this.databases.unitOfWork(module);
  }
}

async function lockKey(unit: UnitOfWork, parameters: readonly string[]): Promise<boolean> {
  const rows = await unit.query(
    `SELECT FROM "${unit.schema}".parked_key WHERE ${KEY_CONDITION} FOR UPDATE`,
    parameters,
  );
  return rows.length > 0;
}

async function freeIfEmpty(unit: UnitOfWork, parameters: readonly string[]): Promise<void> {
  const s = `"${unit.schema}"`;
  await unit.query(
    `DELETE FROM ${s}.parked_key WHERE ${KEY_CONDITION}
       AND NOT EXISTS (SELECT FROM ${s}.parked_message WHERE ${KEY_CONDITION})`,
    parameters,
  );
}
