import { fastify, type FastifyInstance } from 'fastify';
import pg from 'pg';
import { checkOut, NothingToBuy, type Payment } from './checkout.js';
import { Provider } from './provider.js';

// Cents fit a number; the driver would hand them over as strings.
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

const schema = {
  params: {
    type: 'object',
    properties: { customerId: { type: 'string', format: 'uuid' } },
    required: ['customerId'],
  },
  body: {
    type: 'object',
    properties: {
      payment: {
        type: 'object',
        properties: {
          method: { enum: ['credit-card', 'debit-card', 'boleto'] },
          cardToken: { type: 'string', minLength: 1, maxLength: 255 },
        },
        required: ['method'],
        additionalProperties: false,
      },
    },
    required: ['payment'],
    additionalProperties: false,
  },
} as const;

export interface BareOptions {
  readonly databaseUrl: string;
  readonly providerUrl: string;
  /** Connections to the database. */
  readonly connections: number;
}

/** One route: the same request and the same answer as the service's checkout. */
export function createBareServer({ databaseUrl, providerUrl, connections }: BareOptions): FastifyInstance {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: connections,
    pipeline: true,
    types,
  });
  pool.on('error', () => undefined); // an idle connection that broke is replaced by the next request
  const provider = new Provider(providerUrl);
  const app = fastify();
  app.addHook('onClose', async () => {
    await Promise.all([pool.end(), provider.close()]);
  });
  app.post<{ Params: { customerId: string }; Body: { payment: Payment } }>(
    '/carts/:customerId/checkout',
    { schema },
    async (request, reply) => {
      try {
        const order = await checkOut(pool, provider, request.params.customerId, request.body.payment);
        return await reply.code(201).header('location', `/orders/${order.id}`).send(order);
      } catch (error) {
        if (error instanceof NothingToBuy) return reply.code(409).send({ detail: error.message });
        throw error;
      }
    },
  );
  return app;
}
