import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ApiDocument, problem } from '@platform/http';
import { componentLogger } from '@platform/observability';
import { request } from 'undici';

import type { Upstream } from '../upstream/upstream.js';
import { Upstreams } from '../upstream/upstreams.js';
import { type Document, mergeable, mergeDocuments } from './merge-documents.js';

const log = componentLogger('openapi');

/** A document changes only with the build of its service, so this is about a service that was restarted unseen. */
const FRESH_MS = 5_000;
/** A reader waits no longer for a service that is slow; its last known document does as well. */
const PATIENCE_MS = 1_000;

interface Known {
  readonly document: Document;
  readonly at: number;
}

/** The documents of all services as one. Where a service is down, what it said last counts. */
@Injectable()
export class MergedApiDocument extends ApiDocument implements OnApplicationBootstrap {
  readonly #known = new Map<string, Known>();
  readonly #underWay = new Map<string, Promise<void>>();
  #merged: string | undefined;

  constructor(private readonly upstreams: Upstreams) {
    super();
  }

  onApplicationBootstrap(): void {
    const refresh = (upstream: Upstream): void => void this.#refresh(upstream);
    this.upstreams.onReady(refresh);
    this.upstreams.all.filter(({ isReady }) => isReady).forEach(refresh);
  }

  async read(): Promise<string> {
    const now = performance.now();
    const stale = this.upstreams.all.filter(
      ({ name }) => (this.#known.get(name)?.at ?? -Infinity) < now - FRESH_MS,
    );
    await Promise.all(stale.map((upstream) => this.#refresh(upstream)));
    return (this.#merged ??= this.#merge());
  }

  #merge(): string {
    const known = this.upstreams.all.flatMap(({ name }) => this.#known.get(name)?.document ?? []);
    const [first, ...others] = known;
    if (!first) {
      throw problem('unavailable', 'No service has shown its document yet.', { retryAfterSeconds: 1 });
    }
    const { document, conflicts } = mergeDocuments([first, ...others]);
    if (conflicts.length > 0) log.error({ conflicts }, 'services document the same name differently');
    return JSON.stringify(document);
  }

  #refresh(upstream: Upstream): Promise<void> {
    const { name } = upstream;
    const underWay =
      this.#underWay.get(name) ??
      this.#fetch(upstream)
        .catch((error: unknown) => log.warn({ service: name, reason: String(error) }, 'document not read'))
        .finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, underWay);
    return underWay;
  }

  async #fetch(upstream: Upstream): Promise<void> {
    const replica = upstream.choose(new Set());
    if (!replica) return;
    const { statusCode, body } = await request(new URL('/openapi.json', replica.url), {
      dispatcher: replica.pool,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (statusCode !== 200) {
      await body.dump();
      throw new Error(`it answers ${statusCode}`);
    }
    const document = mergeable.parse(await body.json());
    this.#known.set(upstream.name, { document, at: performance.now() });
    this.#merged = undefined;
  }
}
