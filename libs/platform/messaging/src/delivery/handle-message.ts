import { isInfrastructureError, type UnitOfWork } from '@platform/persistence';

import { openMessage } from '../envelope/cloud-events.js';
import type { RecordedMessage } from '../envelope/message.js';
import { contextOf, withMessageContext } from '../envelope/message-context.js';
import type { Consumer } from './consumer.js';
import { HandlerFailure } from './handler-failure.js';

/** Opens a message and hands it to its handler, inside the consumer's unit of work. @throws HandlerFailure */
export async function handleMessage(
  consumer: Consumer,
  unit: UnitOfWork,
  recorded: RecordedMessage,
  index = 0,
): Promise<void> {
  const handler = consumer.handlers.get(recorded.type);
  if (!handler) return;
  try {
    const message = openMessage(recorded);
    await withMessageContext(contextOf(message), () => handler(message));
    // What this message's handler sent and did not wait for must not fail the next one's.
    await unit.settled();
  } catch (error) {
    throw isInfrastructureError(error) ? error : new HandlerFailure(index, error);
  }
}
