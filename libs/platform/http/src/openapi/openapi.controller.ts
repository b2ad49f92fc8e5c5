import { Controller, Inject } from '@nestjs/common';
import { z } from 'zod';
import { EndpointRegistry } from '../endpoint/endpoint-registry.js';
import { Endpoint } from '../endpoint/endpoint.decorator.js';
import { Reply } from '../endpoint/reply.js';
import { API_INFO } from '../http.tokens.js';
import { type ApiInfo, openApiDocument } from './openapi-document.js';

@Controller()
export class OpenApiController {
  private text: string | undefined;

  constructor(
    private readonly endpoints: EndpointRegistry,
    @Inject(API_INFO) private readonly info: ApiInfo,
  ) {}

  @Endpoint({
    method: 'GET',
    path: '/openapi.json',
    tag: 'operations',
    summary: 'This document',
    responses: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
  })
  read(): Reply {
    this.text ??= JSON.stringify(openApiDocument(this.endpoints.all, this.info));
    return new Reply(200, this.text, { 'content-type': 'application/json; charset=utf-8' });
  }
}
