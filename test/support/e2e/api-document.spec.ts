import { describe, expect, it } from '@jest/globals';
import { ApiDocument } from './api-document.js';

const problem = { type: 'object', required: ['type', 'title', 'status', 'detail'] };
const json = (schema: object) => ({ 'application/json': { schema } });

const api = new ApiDocument({
  openapi: '3.1.0',
  components: {
    schemas: {
      Problem: problem,
      Thing: { type: 'object', required: ['id'], properties: { id: { format: 'uuid' } } },
    },
  },
  paths: {
    '/things/{id}': {
      get: {
        responses: {
          200: { headers: { ETag: {} }, content: json({ $ref: '#/components/schemas/Thing' }) },
          204: {},
          default: {},
        },
      },
    },
    '/things:batch': { post: { responses: { 200: { content: json({ type: 'array' }) } } } },
  },
} as ConstructorParameters<typeof ApiDocument>[0]);

const id = '0190a000-0000-7000-8000-000000000001';
const seen =
  (over: object = {}) =>
  () =>
    api.verify({
      ...{ method: 'GET', path: `/things/${id}?fields=all`, status: 200, text: JSON.stringify({ id }) },
      headers: { etag: '"1"', 'content-type': 'application/json; charset=utf-8' },
      ...over,
    });
const wrong = JSON.stringify({ type: 'urn:x', title: 'No', status: 404, detail: 'No.' });

describe('an answer held against the API document', () => {
  it('passes when status, headers and body are as documented', () => {
    expect(seen()).not.toThrow();
    expect(seen({ status: 204, text: '' })).not.toThrow();
    expect(
      seen({
        method: 'POST',
        path: '/things:batch',
        headers: { 'content-type': 'application/json' },
        text: '[]',
      }),
    ).not.toThrow();
  });

  it.each([
    ['a status that only `default` covers', { status: 418 }, /418, which is not documented/],
    ['a body of another shape', { text: '{}' }, /not as documented/],
    ['a value of another format', { text: '{"id":"7"}' }, /not as documented/],
    [
      'a missing header',
      { headers: { 'content-type': 'application/json' } },
      /without the documented header ETag/,
    ],
    ['another media type', { headers: { etag: '"1"', 'content-type': 'text/html' } }, /as "text\/html"/],
    ['a body where none is documented', { status: 204 }, /undocumented body/],
    ['success under an unknown path', { path: '/nothing' }, /not documented and answered 200/],
    ['success with an unknown method', { method: 'DELETE' }, /not documented and answered 200/],
    [
      'a 404 that is no problem',
      { path: '/nothing', status: 404, text: '{}' },
      /a problem is not as documented/,
    ],
  ])('fails for %s', (_, over, message) => {
    expect(seen(over)).toThrow(message);
  });

  it('lets unknown paths and methods be refused with a problem', () => {
    expect(seen({ path: '/nothing', status: 404, text: wrong })).not.toThrow();
    expect(seen({ method: 'DELETE', status: 405, text: wrong })).not.toThrow();
  });
});
