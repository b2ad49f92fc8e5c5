import { createParamDecorator, RequestMapping, RequestMethod } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CompiledEndpoint } from './compiled-endpoint.js';
import type { EndpointHandler, EndpointSpec } from './endpoint.types.js';
import { routePath } from './path.js';

const endpoints = new WeakMap<object, CompiledEndpoint>();

/**
 * Declares a route of a Nest controller once: it is matched, validated, answered and documented from this one object.
 * The method stays an ordinary one, so a test may call it with an input of its own.
 *
 * The method takes `@Input()` and answers with `reply(…)` or `eventStream(…)`; it throws `problem(…)` or a
 * `DomainError` whose code is a registered problem type.
 */
export function Endpoint<const Spec extends EndpointSpec>(spec: Spec) {
  const endpoint = new CompiledEndpoint(spec);
  return <Method extends EndpointHandler<Spec>>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    if (!descriptor.value) throw new Error(`@Endpoint belongs on a method, not on "${key}".`);
    endpoints.set(descriptor.value, endpoint);
    RequestMapping({ method: RequestMethod[spec.method], path: routePath(spec.path) })(
      target,
      key,
      descriptor,
    );
  };
}

/** The endpoint that a controller's method declares, if it declares one. */
export function endpointOf(handler: object): CompiledEndpoint | undefined {
  return endpoints.get(handler);
}

/** The endpoint's validated input, of type `InputOf<typeof spec>` or a part of it. */
export const Input = createParamDecorator((_data: undefined, context: ExecutionContext) => {
  const endpoint = endpoints.get(context.getHandler());
  if (!endpoint) throw new Error(`@Input() needs @Endpoint() on ${context.getHandler().name}.`);
  const http = context.switchToHttp();
  return endpoint.read(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});
