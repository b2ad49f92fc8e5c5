import { type DynamicModule, Global, Module } from '@nestjs/common';
import { HttpModule } from '@platform/http';

import { ServiceHealth } from './health/service-health.js';
import { MergedApiDocument } from './openapi/merged-api-document.js';
import { Upstreams } from './upstream/upstreams.js';

/** Global, as the platform's own routes speak for what is behind the gateway. */
@Global()
@Module({})
class UpstreamModule {
  static of(upstreams: Upstreams): DynamicModule {
    return {
      module: UpstreamModule,
      providers: [{ provide: Upstreams, useFactory: () => upstreams }],
      exports: [Upstreams],
    };
  }
}

/** The platform's HTTP server, whose health, metrics and API document are about the services behind it. */
@Module({})
export class GatewayModule {
  static of(upstreams: Upstreams): DynamicModule {
    return {
      module: GatewayModule,
      imports: [
        HttpModule.forRoot({ title: 'Whereabouts marketplace', version: '1' }, MergedApiDocument),
        UpstreamModule.of(upstreams),
      ],
      providers: [ServiceHealth],
    };
  }
}
