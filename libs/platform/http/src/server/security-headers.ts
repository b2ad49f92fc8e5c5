import type { FastifyHelmetOptions } from '@fastify/helmet';

/** The API needs nothing but itself. The page at /docs widens the policy for its own answer. */
export const securityHeaders: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
  },
  // There is no TLS on loopback; whoever terminates TLS in front sets this.
  strictTransportSecurity: false,
};
