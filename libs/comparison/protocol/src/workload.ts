import { z } from 'zod';

export const presetName = z.enum(['om-default', 'om-checkout', 'om-scarce', 'om-payfail']);
export type PresetName = z.infer<typeof presetName>;

/** How many there are of what. Sellers: a tenth of the products, rounded up. */
export const scale = z.object({ customers: z.int().positive(), products: z.int().positive() });
export type Scale = z.infer<typeof scale>;

/**
 * How load is offered. `open`: transactions begin at a constant rate whatever becomes of the others, and a latency counts from when
 * one should have begun. `closed`: so many clients, each beginning its next transaction when its last one has ended.
 */
export const loop = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open'), perSecond: z.number().positive() }),
  z.object({ type: z.literal('closed'), clients: z.int().positive() }),
]);
export type Loop = z.infer<typeof loop>;
