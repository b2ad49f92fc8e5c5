import type { FastifyInstance } from 'fastify';

interface Route {
  readonly method: string;
  readonly matches: RegExp;
}

/** Knows which methods a path has, to tell a wrong method (405) from an unknown path (404). */
export class AllowedMethods {
  private readonly routes: Route[] = [];

  constructor(server: FastifyInstance) {
    server.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) this.routes.push({ method: each, matches: matcher(url) });
    });
  }

  /** Sorted; empty for a path that no route has. */
  of(path: string): string[] {
    const methods = this.routes.filter(({ matches }) => matches.test(path)).map(({ method }) => method);
    return [...new Set(methods)].sort();
  }
}

/** From the router's notation: `/a/:id`, a literal colon written `::`, a trailing `*`. */
function matcher(url: string): RegExp {
  const source = url.split('/').map((segment) => {
    if (/^:[^:]/.test(segment)) return '[^/]+';
    const literal = segment.replaceAll('::', ':').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return literal === '\\*' ? '.*' : literal;
  });
  return new RegExp(`^${source.join('/')}$`);
}
