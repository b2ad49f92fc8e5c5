import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

import type { Replica, Waiting } from '../upstream/replica.js';
import type { ClientAnswer } from './client-answer.js';
import type { OutgoingRequest } from './outgoing-request.js';

/** No answer came. */
export interface Failure {
  /** False when the replica cannot have got a byte of the request. */
  readonly sent: boolean;
  readonly error: Error & { readonly code?: string };
}

/** How it ended: the answer was passed on, or as much of it as there was; the client left; or there was no answer. */
export type Outcome = 'answered' | 'broken-off' | 'client-gone' | Failure;

/** Sends a request to a replica, once, and passes its answer on as it comes. */
export function attempt(replica: Replica, request: OutgoingRequest, answer: ClientAnswer): Promise<Outcome> {
  return new Promise((resolve) => {
    replica.inFlight += 1;
    const handler = new Attempt(replica, answer, (outcome) => {
      replica.inFlight -= 1;
      resolve(outcome);
    });
    const { method, path, headers, body } = request;
    replica.pool.dispatch({ method, path, headers, body }, handler);
  });
}

class Attempt implements Dispatcher.DispatchHandler, Waiting {
  #controller: Dispatcher.DispatchController | undefined;
  #sent = false;
  #settled = false;
  #givenUp: Error | undefined;

  constructor(
    private readonly replica: Replica,
    private readonly answer: ClientAnswer,
    private readonly settle: (outcome: Outcome) => void,
  ) {
    replica.waiting.add(this);
    answer.onEnd(() => this.#leave());
  }

  giveUp(cause: Error): void {
    this.#givenUp ??= cause;
    // Without a connection there is nothing to abort yet; `onRequestStart` does when it comes to that.
    if (this.#controller) this.#controller.abort(cause);
    else this.#end({ sent: false, error: cause });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#givenUp) controller.abort(this.#givenUp);
    else this.#sent = true;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.replica.heard();
    if (status < 200 || this.#settled) return;
    this.replica.waiting.delete(this);
    this.answer.begin(status, headers, () => this.#leave());
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.answer.write(chunk, () => controller.resume())) controller.pause();
  }

  onResponseEnd(): void {
    this.answer.end();
    this.#end('answered');
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#settled) return;
    if (!this.answer.begun) {
      this.#end({ sent: this.#sent, error });
      return;
    }
    this.answer.cut();
    this.#end('broken-off');
  }

  #leave(): void {
    if (this.#settled) return;
    this.#end('client-gone');
    this.giveUp(new Error('The client has left.'));
  }

  #end(outcome: Outcome): void {
    if (this.#settled) return;
    this.#settled = true;
    this.replica.waiting.delete(this);
    this.settle(outcome);
  }
}
