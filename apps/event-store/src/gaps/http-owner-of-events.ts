import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  type EncodedMessage,
  MOST_RECORDED_EVENTS,
  recordedStreamPath,
  recordedStreamSchema,
} from '@platform/messaging';
import type { EventStoreConfiguration } from '@platform/profile';
import { Agent, request } from 'undici';

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

  override async read(
    module: string,
    streamId: string,
    fromVersion: number,
    toVersion: number,
  ): Promise<readonly EncodedMessage[]> {
    const urls = this.peers.find((peer) => peer.module === module)?.urls ?? [];
    if (urls.length === 0) throw new Error(`Nobody said where the module "${module}" answers.`);
    const failures: unknown[] = [];
    for (const base of urls) {
      try {
        return await this.ask(new URL(recordedStreamPath(module, streamId), base), fromVersion, toVersion);
      } catch (error) {
        failures.push(error);
      }
    }
    throw new Error(`No replica of the service of "${module}" answers: ${failures.map(String).join('; ')}`);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  private async ask(url: URL, from: number, to: number): Promise<readonly EncodedMessage[]> {
    const query = { from, to, limit: MOST_RECORDED_EVENTS };
    const { statusCode, body } = await request(url, { dispatcher: this.agent, query });
    if (statusCode === 200) return recordedStreamSchema.parse(await body.json()).items;
    await body.dump();
    throw new Error(`status ${statusCode}`);
  }
}
