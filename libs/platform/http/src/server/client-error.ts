import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { newId } from '@platform/domain';
import { problem } from '../problems/problem.js';

const problems: Readonly<Record<string, readonly [type: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: ['header-fields-too-large', 'Send fewer or shorter header fields.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request-timeout', 'The request took too long to arrive.'],
};

/** Answers what could not even be parsed as HTTP, on the bare socket. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [type, detail] = problems[error.code ?? ''] ?? [
    'malformed-request',
    'The request is not well-formed HTTP/1.1.',
  ];
  const answer = problem(type, detail);
  const body = JSON.stringify(answer.details(newId()));
  socket.end(
    `HTTP/1.1 ${answer.status} Refused\r\nconnection: close\r\ncontent-type: application/problem+json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Answers an `Expect` header other than `100-continue`, which Node would refuse without a body. */
export function answerExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const answer = problem('expectation-failed', 'Send no Expect header other than 100-continue.');
  response
    .writeHead(answer.status, { connection: 'close', 'content-type': 'application/problem+json' })
    .end(JSON.stringify(answer.details(newId())));
}
