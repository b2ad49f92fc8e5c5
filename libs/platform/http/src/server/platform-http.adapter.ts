import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import type { CompiledEndpoint } from '../endpoint/compiled-endpoint.js';
import { Reply } from '../endpoint/reply.js';
import { EventStream } from '../event-stream/event-stream.js';
import { sendEventStream } from '../event-stream/send-event-stream.js';
import { sendProblem } from '../problems/send-problem.js';
import { announceShutdown, closeWhenShuttingDown } from './end-of-request.js';
import { answerClientError, answerExpectation } from './client-error.js';
import { addRequestHooks } from './request-hooks.js';
import { drain } from './drain.js';
import { type HttpOptions, type HttpSettings, httpSettings } from './http-options.js';
import { parseJsonBodies } from './json-body.js';
import { requestIdOf } from './request-id.js';
import { ResponseVerifier } from './response-verifier.js';

/** Nest's Fastify adapter with this platform's answers: replies, event streams, and a problem for every error. */
export class PlatformHttpAdapter extends FastifyAdapter {
  private readonly shutdown = new AbortController();
  private readonly lastCall = new AbortController();
  private readonly settings: HttpSettings;
  private readonly verifier: ResponseVerifier | undefined;

  constructor(options: HttpOptions = {}) {
    const settings = httpSettings(options);
    super({
      logger: false,
      // No Nest middleware is used, and without its engine every request is cheaper.
      skipMiddie: true,
      bodyLimit: settings.bodyLimit,
      requestTimeout: 30_000,
      // Node would answer a missing Host by itself, and not with a problem; the hooks do. It takes the longer of the two
      // limits for the whole request, and its own for headers is a minute.
      http: { requireHostHeader: false, headersTimeout: 10_000, connectionsCheckingInterval: 5_000 },
      routerOptions: { maxParamLength: 500 },
      genReqId: ({ headers }: IncomingMessage) => requestIdOf(headers),
      frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
        sendProblem(error, request, reply);
      },
      clientErrorHandler: answerClientError,
    });
    this.settings = settings;
    const server = this.getInstance();
    announceShutdown(server, { begun: this.shutdown.signal, lastCall: this.lastCall.signal });
    server.server.on('checkExpectation', answerExpectation);
    server.setErrorHandler(sendProblem);
    addRequestHooks(server, settings);
    this.verifier = settings.verifyResponses ? new ResponseVerifier(server) : undefined;
  }

  override reply(
    ...[response, body, status]: Parameters<FastifyAdapter['reply']>
  ): ReturnType<FastifyAdapter['reply']> {
    if (!('request' in response)) return super.reply(response, body, status);
    if (body instanceof Reply) return sendReply(response, body);
    if (body instanceof EventStream) {
      void sendEventStream(response, body);
      return response;
    }
    return super.reply(response, body, status);
  }

  /** Tells which endpoints there are, to hold their answers against what they declare. */
  useEndpoints(endpoints: readonly CompiledEndpoint[]): void {
    this.verifier?.use(endpoints);
  }

  override registerParserMiddleware(): void {
    parseJsonBodies(this.getInstance());
  }

  // Nest would put handlers of its own here; errors and unknown paths are answered by ours already.
  override setErrorHandler() {
    return this.getInstance();
  }
  override setNotFoundHandler() {
    return this.getInstance();
  }

  /** Called before any module is torn down: what was accepted is finished while everything is still there. */
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- Nest's declaration says void, but it awaits this
  override async beforeClose(): Promise<void> {
    super.beforeClose();
    this.shutdown.abort();
    const { drainMs } = this.settings;
    // Who waits for an outcome gets half of the time for it, and the other half to say how far it has come.
    const lastCall = setTimeout(() => this.lastCall.abort(), drainMs / 2);
    await drain(this.getInstance().server, drainMs);
    clearTimeout(lastCall);
  }
}

function sendReply(response: FastifyReply, { status, headers, body }: Reply): FastifyReply {
  response.code(status).headers(headers);
  closeWhenShuttingDown(response);
  // Fastify would take a text for an answer that is serialized already.
  if (typeof body !== 'string' || response.hasHeader('content-type')) return response.send(body);
  return response.type('application/json; charset=utf-8').send(JSON.stringify(body));
}
