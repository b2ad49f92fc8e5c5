import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  type EncodedMessage,
  type StreamHead,
  MOST_RECORDED_EVENTS,
  recordedStreamPath,
  recordedStreamSchema,
  recordedStreamsPath,
  recordedStreamsSchema,
} from '@platform/messaging';
import type { EventStoreConfiguration } from '@platform/profile';
import { Agent, request } from 'undici';
import type { z } from 'zod';

import { PEERS } from '../event-store.tokens.js';
import { OwnerOfEvents } from './owner-of-events.js';

const CONNECT_MS = 1_000;
const ANSWER_MS = 5_000;

/** Asks the services that host the modules, one replica after another until one answers: they all read the same log. */
@Injectable()
export class HttpOwnerOfEvents extends OwnerOfEvents implements OnApplicationShutdown {
  private readonly agent = new Agent({
    connect: { timeout: CONNECT_MS },
    headersTimeout: ANSWER_MS,
    bodyTimeout: ANSWER_MS,
  });

  constructor(@Inject(PEERS) private readonly peers: EventStoreConfiguration['peers']) {
    super();
  }

  override knows(module: string): boolean {
    return this.peers.some((peer) => peer.module === module);
  }

  override async read(
    module: string,
    streamId: string,
    fromVersion: number,
    toVersion: number,
  ): Promise<readonly EncodedMessage[]> {
    const query = { from: fromVersion, to: toVersion, limit: MOST_RECORDED_EVENTS };
    return (await this.ask(module, recordedStreamPath(module, streamId), query, recordedStreamSchema)).items;
  }

  override async streams(module: string, after: string, ageSeconds?: number): Promise<readonly StreamHead[]> {
    const query = { ...(after !== '' && { after }), ...(ageSeconds !== undefined && { ageSeconds }) };
    return (await this.ask(module, recordedStreamsPath(module), query, recordedStreamsSchema)).items;
  }

  override async droppedEnds(module: string, after: string): Promise<readonly StreamHead[]> {
    const query = { ends: 'dropped', ...(after !== '' && { after }) };
    return (await this.ask(module, recordedStreamsPath(module), query, recordedStreamsSchema)).items;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  private async ask<Schema extends z.ZodType>(
    module: string,
    path: string,
    query: Readonly<Record<string, string | number>>,
    schema: Schema,
  ): Promise<z.output<Schema>> {
    const urls = this.peers.find((peer) => peer.module === module)?.urls ?? [];
    if (urls.length === 0) throw new Error(`Nobody said where the module "${module}" answers.`);
    const failures: unknown[] = [];
    for (const base of urls) {
      try {
        const { statusCode, body } = await request(new URL(path, base), { dispatcher: this.agent, query });
        if (statusCode === 200) return schema.parse(await body.json());
        await body.dump();
        failures.push(`status ${statusCode}`);
      } catch (error) {
        failures.push(error);
      }
    }
    throw new Error(`No replica of the service of "${module}" answers: ${failures.map(String).join('; ')}`);
  }
}
