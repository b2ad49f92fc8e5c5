import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { Endpoint, Input } from '../endpoint/endpoint.decorator.js';
import type { InputOf } from '../endpoint/endpoint.types.js';
import { Reply } from '../endpoint/reply.js';
import { problem } from '../problems/problem.js';
import { docsAsset } from './docs-assets.js';
import { contentSecurityPolicy, docsPage } from './docs-page.js';

const asset = {
  method: 'GET',
  path: '/docs/:file',
  tag: 'operations',
  summary: 'A file of the documentation page',
  hidden: true,
  params: z.object({ file: z.string() }),
  responses: { 200: { description: 'The file', contentType: 'text/plain' } },
} as const;

/** The API document as a page to read and try. All of it comes from this process: it works without any other host. */
@Controller()
export class DocsController {
  @Endpoint({
    method: 'GET',
    path: '/docs',
    tag: 'operations',
    summary: 'The documentation page',
    responses: { 200: { description: 'A page that shows /openapi.json', contentType: 'text/html' } },
  })
  page(): Reply {
    return new Reply(200, docsPage, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
    });
  }

  @Endpoint(asset)
  async file(@Input() { params }: InputOf<typeof asset>): Promise<Reply> {
    const found = await docsAsset(params.file);
    if (!found) throw problem('not-found', 'The documentation has no such file.');
    return new Reply(200, found.content, {
      'content-type': found.type,
      'cache-control': 'public, max-age=3600',
    });
  }
}
