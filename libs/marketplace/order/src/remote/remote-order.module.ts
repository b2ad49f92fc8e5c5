import { type DynamicModule, Module } from '@nestjs/common';

import { OrderReader } from '../contract/index.js';
import { HttpOrderReader } from './http-order-reader.js';

/** Stands in for the order module where that runs in another service: gives whoever asks its `OrderReader`. */
@Module({})
export class RemoteOrderModule {
  /** @param urls base address of each replica of the service that hosts the orders; at least one */
  static at(urls: readonly string[]): DynamicModule {
    return {
      module: RemoteOrderModule,
      global: true,
      providers: [{ provide: OrderReader, useFactory: () => new HttpOrderReader(urls) }],
      exports: [OrderReader],
    };
  }
}
