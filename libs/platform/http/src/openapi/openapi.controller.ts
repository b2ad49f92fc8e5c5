import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { Endpoint } from '../endpoint/endpoint.decorator.js';
import { Reply } from '../endpoint/reply.js';
import { ApiDocument } from './api-document.js';

@Controller()
export class OpenApiController {
  constructor(private readonly document: ApiDocument) {}

  @Endpoint({
    method: 'GET',
    path: '/openapi.json',
    tag: 'operations',
    summary: 'This document',
    responses: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
  })
  async read(): Promise<Reply> {
    return new Reply(200, await this.document.read(), { 'content-type': 'application/json; charset=utf-8' });
  }
}
