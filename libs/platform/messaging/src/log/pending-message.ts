import { newId } from '@platform/domain';

import { definitionOf } from '../envelope/define-message.js';
import { MessageDefinitionError } from '../envelope/errors.js';
import type { Channel } from '../envelope/message.js';
import { messageContext } from '../envelope/message-context.js';
import { validate } from '../envelope/validate.js';
import type { NewMessage } from './event-log.js';

/** A message recorded in a unit of work that is not committed yet. `data` and `meta` are JSON text. */
export interface PendingMessage {
  readonly streamId: string;
  readonly id: string;
  readonly channel: Channel;
  readonly target: string | null;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: string;
  readonly meta: string;
}

/** Checks a message against its definition, once, where the mistake was made. */
export function pendingMessage(
  streamId: string,
  { type, data }: NewMessage,
  channels: readonly Channel[],
  target: string | null,
): PendingMessage {
  const definition = definitionOf(type);
  if (!channels.includes(definition.channel))
    throw new MessageDefinitionError(
      `"${type}" is defined for ${definition.channel}; ${channels.join(' or ')} were expected here.`,
    );
  const id = newId();
  const { correlationId = id, causationId, traceparent } = messageContext();
  return {
    streamId,
    id,
    channel: definition.channel,
    target,
    type,
    schemaVersion: definition.schemaVersion,
    data: JSON.stringify(validate(definition, data) ?? null),
    meta: JSON.stringify({ correlationId, causationId, traceparent }),
  };
}
