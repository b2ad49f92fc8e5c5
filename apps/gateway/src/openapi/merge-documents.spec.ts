import { describe, expect, it } from '@jest/globals';

import { type Document, mergeDocuments } from './merge-documents.js';

const table = (...rows: string[]) =>
  ['## Problem types', '', '| type | status |', '|---|---|', ...rows].join('\n');

function document(name: string, more: Partial<Document> = {}): Document {
  return {
    openapi: '3.1.1',
    info: { title: 'Shop', version: '1', description: table('| `general` | 400 |', `| \`${name}\` | 409 |`) },
    tags: [{ name }, { name: 'operations' }],
    paths: {
      [`/${name}/{id}`]: { get: { operationId: name } },
      '/health/live': { get: { operationId: 'live' } },
    },
    components: { schemas: { [name]: { type: 'object' }, Problem: { type: 'object' } } },
    ...more,
  };
}

describe('the documents of several services', () => {
  it('of one service are that document', () => {
    const only = document('orders');
    expect(mergeDocuments([only])).toEqual({ document: only, conflicts: [] });
  });

  it('have the paths, schemas, tags and problem types of all of them, each once', () => {
    expect(mergeDocuments([document('orders'), document('carts')])).toEqual({
      document: {
        openapi: '3.1.1',
        info: {
          ...{ title: 'Shop', version: '1' },
          description: table('| `carts` | 409 |', '| `general` | 400 |', '| `orders` | 409 |'),
        },
        tags: [{ name: 'carts' }, { name: 'operations' }, { name: 'orders' }],
        paths: {
          '/carts/{id}': { get: { operationId: 'carts' } },
          '/health/live': { get: { operationId: 'live' } },
          '/orders/{id}': { get: { operationId: 'orders' } },
        },
        components: {
          schemas: { orders: { type: 'object' }, carts: { type: 'object' }, Problem: { type: 'object' } },
        },
      },
      conflicts: [],
    });
  });

  it('join the methods of one path', () => {
    const other = document('carts', { paths: { '/orders/{id}': { delete: {} } } });
    expect(mergeDocuments([document('orders'), other]).document.paths['/orders/{id}']).toEqual({
      ...{ get: { operationId: 'orders' }, delete: {} },
    });
  });

  it('keep the first of what they say differently, and name it', () => {
    const other = document('orders', {
      paths: { '/orders/{id}': { get: { operationId: 'another' } } },
      components: { schemas: { orders: { type: 'string' } } },
    });
    const { document: merged, conflicts } = mergeDocuments([document('orders'), other]);
    expect(conflicts).toEqual(['paths./orders/{id}.get', 'components.schemas.orders']);
    expect(merged.components?.['schemas']?.['orders']).toEqual({ type: 'object' });
  });
});
