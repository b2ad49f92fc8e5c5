import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventSourcingModule } from '@platform/event-sourcing';
import { IdempotencyModule } from '@platform/http';
import { MessagingModule } from '@platform/messaging';
import { type Persistence, PersistenceModule } from '@platform/persistence';

import { ProductList } from './domain/product-list.js';
import { ProductRepository } from './domain/product.repository.js';
import { ChangePriceController } from './features/change-price/change-price.controller.js';
import { ChangePriceHandler } from './features/change-price/change-price.handler.js';
import { DeleteProductController } from './features/delete-product/delete-product.controller.js';
import { DeleteProductHandler } from './features/delete-product/delete-product.handler.js';
import { GetProductController } from './features/get-product/get-product.controller.js';
import { GetProductHandler } from './features/get-product/get-product.handler.js';
import { ListProductsController } from './features/list-products/list-products.controller.js';
import { ListProductsHandler } from './features/list-products/list-products.handler.js';
import { PutProductController } from './features/put-product/put-product.controller.js';
import { PutProductHandler } from './features/put-product/put-product.handler.js';
import { PutProductsController } from './features/put-products/put-products.controller.js';
import { PutProductsHandler } from './features/put-products/put-products.handler.js';
import {
  entities,
  EventSourcedProductRepository,
  migrations,
  productListProjection,
  ProjectedProductList,
  TypeOrmProductList,
  TypeOrmProductRepository,
} from './persistence/index.js';

const name = 'product';

interface Keeping {
  readonly products: Type<ProductRepository>;
  readonly list: Type<ProductList>;
  readonly imports: () => DynamicModule[];
}

const keeping: Readonly<Record<Persistence, Keeping>> = {
  state: { products: TypeOrmProductRepository, list: TypeOrmProductList, imports: () => [] },
  events: {
    products: EventSourcedProductRepository,
    list: ProjectedProductList,
    imports: () => [
      EventSourcingModule.forModule({ name, projections: (unit) => [productListProjection(unit)] }),
    ],
  },
};

/** Sellers' offers: who sells what at which price. */
@Module({
  imports: [
    CqrsModule,
    PersistenceModule.forModule({ name, entities, migrations }),
    MessagingModule.forModule({ name }),
    IdempotencyModule.forModule({ name }),
  ],
  controllers: [
    ListProductsController,
    GetProductController,
    PutProductController,
    ChangePriceController,
    DeleteProductController,
    PutProductsController,
  ],
  providers: [
    ListProductsHandler,
    GetProductHandler,
    PutProductHandler,
    ChangePriceHandler,
    DeleteProductHandler,
    PutProductsHandler,
  ],
})
export class ProductModule {
  /** @param persistence whether products are rows, or streams of the module's log */
  static keptAs(persistence: Persistence): DynamicModule {
    const { products, list, imports } = keeping[persistence];
    return {
      module: ProductModule,
      imports: imports(),
      providers: [
        { provide: ProductRepository, useClass: products },
        { provide: ProductList, useClass: list },
      ],
    };
  }
}
