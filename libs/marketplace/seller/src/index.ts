export { SellerModule } from './seller.module.js';
