import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, HttpAdapterHost, MetadataScanner } from '@nestjs/core';
import { problemDefinition } from '../problems/catalogue.js';
import { PlatformHttpAdapter } from '../server/platform-http.adapter.js';
import type { CompiledEndpoint } from './compiled-endpoint.js';
import { endpointOf } from './endpoint.decorator.js';

/** All endpoints of this application's controllers, checked as a whole when it starts. */
@Injectable()
export class EndpointRegistry implements OnModuleInit {
  private found: readonly CompiledEndpoint[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly host: HttpAdapterHost,
  ) {}

  /** By path, then method. */
  get all(): readonly CompiledEndpoint[] {
    return this.found;
  }

  /** @throws Error naming the endpoint that is declared twice or names an unknown problem type */
  onModuleInit(): void {
    this.found = this.discover();
    assertDeclaredOnce(this.found);
    for (const endpoint of this.found) assertKnowsItsProblems(endpoint);
    if (this.host.httpAdapter instanceof PlatformHttpAdapter) this.host.httpAdapter.useEndpoints(this.found);
  }

  private discover(): CompiledEndpoint[] {
    const found: CompiledEndpoint[] = [];
    for (const { metatype } of this.discovery.getControllers()) {
      if (typeof metatype !== 'function') continue;
      const prototype = metatype.prototype as Record<string, object>;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const method = prototype[name];
        const endpoint = method && endpointOf(method);
        if (endpoint) found.push(endpoint);
      }
    }
    return found.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  }
}

function sortKey({ spec }: CompiledEndpoint): string {
  return `${spec.path} ${spec.method}`;
}

function assertDeclaredOnce(endpoints: readonly CompiledEndpoint[]): void {
  const seen = new Set<string>();
  for (const endpoint of endpoints) {
    const key = sortKey(endpoint);
    if (seen.has(key))
      throw new Error(`Two controllers declare ${endpoint.spec.method} ${endpoint.spec.path}.`);
    seen.add(key);
  }
}

function assertKnowsItsProblems({ spec, problemTypes }: CompiledEndpoint): void {
  for (const type of problemTypes) {
    if (problemDefinition(type)) continue;
    throw new Error(
      `${spec.method} ${spec.path} names the problem "${type}", which is not registered; add it with registerProblems.`,
    );
  }
}
