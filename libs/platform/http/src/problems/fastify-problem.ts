import { type Problem, problem } from './problem.js';

/** What Fastify refuses by itself, before a handler is reached. */
const refusals: Readonly<Record<string, readonly [type: string, detail: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['content-too-large', 'Send a smaller body.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported-media-type', 'Send the body as application/json in UTF-8.'],
  FST_ERR_CTP_INVALID_TYPE: ['unsupported-media-type', 'Send the body as application/json in UTF-8.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed-json', 'The body is empty.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['malformed-json', 'The body is not well-formed JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'malformed-request',
    'The body is not as long as Content-Length says.',
  ],
  FST_ERR_BAD_URL: ['malformed-request', 'The path is not well-formed: check its percent-encoding.'],
  FST_ERR_MAX_PARAM_LENGTH: ['uri-too-long', 'A segment of the path is too long.'],
  FST_ERR_ASYNC_CONSTRAINT: ['malformed-request', 'The request cannot be routed.'],
};

export function fastifyProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  const refusal = refusals[error.code];
  return refusal && problem(refusal[0], refusal[1], { cause: error });
}
