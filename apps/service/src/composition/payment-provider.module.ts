import { PaymentProviderUrl } from '@marketplace/payment/contract';
import { type DynamicModule, Module } from '@nestjs/common';

/** Where the outside acquirer answers: the one fact about the outside world that a service is told. */
@Module({})
export class PaymentProviderModule {
  static at(url: string): DynamicModule {
    return {
      module: PaymentProviderModule,
      global: true,
      providers: [{ provide: PaymentProviderUrl, useValue: new PaymentProviderUrl(url) }],
      exports: [PaymentProviderUrl],
    };
  }
}
