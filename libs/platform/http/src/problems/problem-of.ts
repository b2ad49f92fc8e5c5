import { HttpException } from '@nestjs/common';
import { DomainError } from '@platform/domain';
import { isInfrastructureError } from '@platform/persistence';
import { problemDefinition } from './catalogue.js';
import { fastifyProblem } from './fastify-problem.js';
import { Problem, problem } from './problem.js';

/** The answer for any error. What is not the client's fault says nothing about our insides. */
export function problemOf(error: unknown): Problem {
  const refusal = refusalOf(error) ?? fastifyProblem(error) ?? nestProblem(error);
  if (refusal) return refusal;
  if (isInfrastructureError(error)) {
    return problem(
      'unavailable',
      'The data cannot be reached at the moment. Try again, a POST under the same Idempotency-Key.',
      {
        retryAfterSeconds: 1,
        cause: error,
      },
    );
  }
  return problem('internal', 'The request could not be carried out. Quote the instance when you report it.', {
    cause: error,
  });
}

/** The problem that says no to what was asked, or `undefined` when the error is another kind of failure. */
export function refusalOf(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof DomainError) return domainProblem(error);
  return undefined;
}

/** True for a `DomainError` whose code nobody registered: answered as a conflict, but somebody should hear of it. */
export function isUnregistered(error: unknown): error is DomainError {
  return error instanceof DomainError && !problemDefinition(error.code);
}

function domainProblem(error: DomainError): Problem {
  const { retryAfterSeconds, ...members } = error.details;
  const known = problemDefinition(error.code) !== undefined;
  return problem(known ? error.code : 'conflict', error.message, {
    members: known ? members : { ...members, code: error.code },
    ...(typeof retryAfterSeconds === 'number' && { retryAfterSeconds }),
    cause: error,
  });
}

const byStatus: Readonly<Record<number, string>> = {
  400: 'malformed-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  409: 'conflict',
  412: 'precondition-failed',
  413: 'content-too-large',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
  503: 'unavailable',
};

/** Nest's own exceptions, as its guards and pipes throw them. */
function nestProblem(error: unknown): Problem | undefined {
  if (!(error instanceof HttpException)) return undefined;
  const type = byStatus[error.getStatus()];
  return type === undefined ? undefined : problem(type, error.message, { cause: error });
}
