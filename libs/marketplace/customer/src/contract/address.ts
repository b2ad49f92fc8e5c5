import { text } from '@platform/http';
import { z } from 'zod';

export const addressSchema = z
  .object({
    street: text(200),
    city: text(100),
    region: text(100, 0),
    postalCode: text(20, 0),
    country: text(100),
  })
  .meta({ id: 'Address' });
export type Address = z.output<typeof addressSchema>;
