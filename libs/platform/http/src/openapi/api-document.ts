import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { EndpointRegistry } from '../endpoint/endpoint-registry.js';
import { API_INFO } from '../http.tokens.js';
import { type ApiInfo, openApiDocument } from './openapi-document.js';

/** Where the document at `/openapi.json` comes from. */
export abstract class ApiDocument {
  /** OpenAPI 3.1 as JSON text. */
  abstract read(): string | Promise<string>;
}

/** The document of this process's own endpoints. */
@Injectable()
export class OwnApiDocument extends ApiDocument implements OnApplicationBootstrap {
  private text = '';

  constructor(
    private readonly endpoints: EndpointRegistry,
    @Inject(API_INFO) private readonly info: ApiInfo,
  ) {
    super();
  }

  /** Made at once, so that two schemas of one name stop the start and not a reader. */
  onApplicationBootstrap(): void {
    this.text = JSON.stringify(openApiDocument(this.endpoints.all, this.info));
  }

  read(): string {
    return this.text;
  }
}
