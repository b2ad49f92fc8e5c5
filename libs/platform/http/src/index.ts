export { Endpoint, Input } from './endpoint/endpoint.decorator.js';
export type {
  EndpointSpec,
  HttpMethod,
  InputOf,
  RequestInfo,
  ResponseHeader,
  ResponseSpec,
} from './endpoint/endpoint.types.js';
export { reply, Reply } from './endpoint/reply.js';
export type { ReplyHeaders } from './endpoint/reply.js';
export { EventStream, eventStream } from './event-stream/event-stream.js';
export type { ServerSentEvent } from './event-stream/event-stream.js';
export { allProblems, problemUri, registerProblems } from './problems/catalogue.js';
export type { ProblemDefinition } from './problems/catalogue.js';
export { Problem, problem } from './problems/problem.js';
export type { FieldError, ProblemDetails, ProblemExtra } from './problems/problem.js';
export { EntityTagCondition, etag } from './conditional/etag.js';
export {
  checkIfMatch,
  entityTagsHeader,
  isNotModified,
  requireIfMatch,
} from './conditional/preconditions.js';
export { parsePrefer, preferHeader } from './preference/prefer.js';
export type { Preferences } from './preference/prefer.js';
export { decodeCursor, encodeCursor } from './paging/cursor.js';
export { integerParameter, pageFrom, pageOf, pageQuery } from './paging/page.js';
export type { Page } from './paging/page.js';
export { text } from './schemas/text.js';
export {
  centsSchema,
  currencySchema,
  idSchema,
  int32Schema,
  timestampSchema,
  totalCentsSchema,
  versionSchema,
} from './schemas/values.js';
export { batchBody, batchResultSchema, runBatch } from './batch/batch.js';
export type { BatchResult } from './batch/batch.js';
export { lastEventIdHeader } from './event-stream/last-event-id.js';
export { HealthRegistry } from './health/health-registry.js';
export type { CheckResult, HealthCheck } from './health/health-registry.js';
export { HttpModule } from './http.module.js';
export { IdempotencyModule } from './idempotency/idempotency.module.js';
export { IdempotencyStore } from './idempotency/idempotency-store.js';
export type { Claim, RecordedKey, TakenKey } from './idempotency/idempotency-store.js';
export { Idempotent } from './idempotency/idempotent.js';
export type { IdempotentRequest } from './idempotency/idempotent.js';
export { fingerprintOf, scopeId } from './idempotency/scope.js';
export type { IdempotencyScope } from './idempotency/scope.js';
export { ApiDocument } from './openapi/api-document.js';
export type { ApiInfo } from './openapi/openapi-document.js';
export { problemDetailsSchema } from './problems/problem-schema.js';
export { problemOf, refusalOf } from './problems/problem-of.js';
export { unlessEnding } from './server/unless-ending.js';
export { withoutServing } from './server/without-serving.js';
export { createHttpApplication } from './server/create-http-application.js';
export type { HttpApplication, ListenOptions } from './server/create-http-application.js';
export { createTestingApplication } from './server/create-testing-application.js';
export { endOfRequest, isShuttingDown } from './server/end-of-request.js';
export type { HttpOptions } from './server/http-options.js';
export { parseRateLimit } from './server/rate-limit.js';
export type { RateLimit } from './server/rate-limit.js';
