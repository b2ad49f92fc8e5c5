import './problems.js';

export {
  ProductCreated,
  ProductDeleted,
  type ProductEvent,
  ProductPriceChanged,
  ProductReplaced,
} from './events.js';
export {
  type ProductData,
  productDataSchema,
  type ProductDetails,
  productDetailsSchema,
  productSchema,
  type ProductStatus,
  productStatusSchema,
  type ProductView,
} from './product.js';
