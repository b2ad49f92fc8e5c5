import { isInfrastructureError, type UnitOfWork } from '@platform/persistence';

import { openMessage } from '../envelope/cloud-events.js';
import type { RecordedMessage } from '../envelope/message.js';
import { contextOf, withMessageContext } from '../envelope/message-context.js';
import type { Consumer } from './consumer.js';
import { HandlerFailure } from './handler-failure.js';

/**
 * Opens a message and hands it to its handler, inside the consumer's unit of work. What the handler sent and did not wait for
 * may still be under way afterwards.
 */
export async function handleMessage(consumer: Consumer, recorded: RecordedMessage): Promise<void> {
  const handler = consumer.handlers.get(recorded.type);
  if (!handler) return;
  const message = openMessage(recorded);
  await withMessageContext(contextOf(message), () => handler(message));
}

/** As {@link handleMessage} of the only message of its unit: whatever fails is its fault. @throws HandlerFailure */
export async function handleAlone(
  consumer: Consumer,
  unit: UnitOfWork,
  recorded: RecordedMessage,
): Promise<void> {
  try {
    await handleMessage(consumer, recorded);
    await unit.settled();
  } catch (error) {
    throw ofMessage(0, error);
  }
}

/**
 * As {@link handleMessage} of one of several messages of a unit. What an earlier one sent and did not wait for may be reported
 * while this one is handled: then nobody knows whose fault it was.
 *
 * @throws HandlerFailure with `index` when it was this one's, else what was reported
 */
export async function handleAmongOthers(
  consumer: Consumer,
  unit: UnitOfWork,
  recorded: RecordedMessage,
  index: number,
): Promise<void> {
  try {
    await handleMessage(consumer, recorded);
  } catch (error) {
    const reported = await unit.settled().catch((found: unknown) => found ?? error);
    if (reported !== undefined) throw reported as Error;
    throw ofMessage(index, error);
  }
}

/** What a handler threw, as a failure of its message; the infrastructure's failures stay what they are. */
function ofMessage(index: number, error: unknown): Error {
  return isInfrastructureError(error) ? (error as Error) : new HandlerFailure(index, error);
}
