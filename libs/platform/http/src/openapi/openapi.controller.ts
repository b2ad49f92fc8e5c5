import { Controller, Inject, type OnApplicationBootstrap } from '@nestjs/common';
import { z } from 'zod';
import { EndpointRegistry } from '../endpoint/endpoint-registry.js';
import { Endpoint } from '../endpoint/endpoint.decorator.js';
import { Reply } from '../endpoint/reply.js';
import { API_INFO } from '../http.tokens.js';
import { type ApiInfo, openApiDocument } from './openapi-document.js';

@Controller()
export class OpenApiController implements OnApplicationBootstrap {
  private text = '';

  constructor(
    private readonly endpoints: EndpointRegistry,
    @Inject(API_INFO) private readonly info: ApiInfo,
  ) {}

  /** Made at once, so that two schemas of one name stop the start and not a reader. */
  onApplicationBootstrap(): void {
    this.text = JSON.stringify(openApiDocument(this.endpoints.all, this.info));
  }

  @Endpoint({
    method: 'GET',
    path: '/openapi.json',
    tag: 'operations',
    summary: 'This document',
    responses: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
  })
  read(): Reply {
    return new Reply(200, this.text, { 'content-type': 'application/json; charset=utf-8' });
  }
}
