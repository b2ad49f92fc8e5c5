import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { APP_FILTER, DiscoveryModule } from '@nestjs/core';
import { DocsController } from './docs/docs.controller.js';
import { DatabaseHealth } from './health/database-health.js';
import { EndpointRegistry } from './endpoint/endpoint-registry.js';
import { HealthController } from './health/health.controller.js';
import { HealthRegistry } from './health/health-registry.js';
import { API_INFO } from './http.tokens.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { ApiDocument, OwnApiDocument } from './openapi/api-document.js';
import type { ApiInfo } from './openapi/openapi-document.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { ProblemFilter } from './problems/problem.filter.js';

/** What every HTTP application of the platform has, whichever modules it hosts. Imported once, by the root module. */
@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [HealthController, MetricsController, OpenApiController, DocsController],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: API_INFO, useValue: { title: 'API', version: '0' } satisfies ApiInfo },
    { provide: ApiDocument, useClass: OwnApiDocument },
    EndpointRegistry,
    HealthRegistry,
    DatabaseHealth,
  ],
  exports: [HealthRegistry],
})
export class HttpModule {
  /**
   * @param info title and version that the API document shows
   * @param document whose document is shown; that of the process's own endpoints unless given
   */
  static forRoot(info: ApiInfo, document: Type<ApiDocument> = OwnApiDocument): DynamicModule {
    return {
      module: HttpModule,
      providers: [
        { provide: API_INFO, useValue: info },
        { provide: ApiDocument, useClass: document },
      ],
    };
  }
}
