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
