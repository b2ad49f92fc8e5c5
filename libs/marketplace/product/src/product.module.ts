import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { IdempotencyModule } from '@platform/http';
import { MessagingModule } from '@platform/messaging';
import { PersistenceModule } from '@platform/persistence';

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
import { entities, migrations, TypeOrmProductList, TypeOrmProductRepository } from './persistence/index.js';

const name = 'product';

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
    { provide: ProductRepository, useClass: TypeOrmProductRepository },
    { provide: ProductList, useClass: TypeOrmProductList },
  ],
})
export class ProductModule {}
