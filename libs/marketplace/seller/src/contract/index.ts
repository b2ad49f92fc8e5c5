export {
  type DashboardEntry,
  dashboardEntrySchema,
  dashboardSchema,
  type DashboardView,
} from './dashboard.js';
export { SellerChanged, type SellerEvent, SellerRegistered } from './events.js';
export {
  type SellerData,
  sellerDataSchema,
  type SellerDetails,
  sellerDetailsSchema,
  sellerSchema,
  type SellerView,
} from './seller.js';
