import { describe, expect, test } from '@jest/globals';
import { catalogue } from '@marketplace/catalogue';
import type { Type } from '@nestjs/common';

import { marketplaceModules } from './marketplace-modules.js';

/** What the router is told for each route of a module's controllers; a literal colon is written twice there. */
function routesOf(module: Type): string[] {
  const controllers = (Reflect.getMetadata('controllers', module) ?? []) as Type[];
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, unknown>;
    const names = Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
    return names.flatMap((name) => {
      const method = prototype[name];
      const path: unknown = typeof method === 'function' ? Reflect.getMetadata('path', method) : undefined;
      return typeof path === 'string' ? [path.replaceAll('::', ':')] : [];
    });
  });
}

/** Routes that services have for each other: the gateway must not find them. */
const INTERNAL = '/internal';

describe.each(catalogue.modules)('the catalogue about $name', ({ name, paths }) => {
  const module = marketplaceModules[name];
  const routes = module ? routesOf(module) : [];
  const firstSegments = new Set(routes.map((route) => route.split('/', 2).join('/')));

  test('lists the first path segment of each of its public routes, so that the gateway finds them', () => {
    expect(routes).not.toEqual([]);
    firstSegments.delete(INTERNAL);
    expect([...firstSegments].sort()).toEqual([...paths].sort());
  });
});

test('no path has two owners, and none is for services only', () => {
  const paths = catalogue.modules.flatMap(({ paths }) => paths);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths).not.toContain(INTERNAL);
});
