import { idSchema, versionSchema } from '@platform/http';
import { z } from 'zod';

/** Pieces in stock: bounded so that a product's pieces of all years still fit the columns and the JSON numbers. */
export const piecesSchema = z.int().min(0).max(1_000_000_000);

/** The stock of a product as REST shows it. `orderCount` and `yearToDate` (pieces) count what was confirmed. */
export const stockSchema = z
  .object({
    productId: idSchema,
    productVersion: versionSchema,
    available: piecesSchema,
    reserved: piecesSchema,
    orderCount: z.int().min(0),
    yearToDate: z.int().min(0),
  })
  .meta({ id: 'Stock' });
export type StockView = z.output<typeof stockSchema>;
