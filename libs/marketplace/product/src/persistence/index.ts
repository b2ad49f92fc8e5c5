import { CreateProducts1767225600000 } from './migrations/1767225600000-create-products.js';
import { ProductEntity } from './product.entity.js';

export { EventSourcedProductRepository } from './event-sourced-product.repository.js';
export { productListProjection } from './product-list.projection.js';
export { ProjectedProductList } from './projected-product-list.js';
export { TypeOrmProductList } from './typeorm-product-list.js';
export { TypeOrmProductRepository } from './typeorm-product.repository.js';

export const entities = [ProductEntity];
export const migrations = [CreateProducts1767225600000];
