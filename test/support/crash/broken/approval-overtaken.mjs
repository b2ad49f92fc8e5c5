// Several workers share a log: what a slow one took up, the approval of an order, is passed on after all that follows it.
import { inside, replaceMethod } from './inside.mjs';

const OutletPump = await inside('libs/platform/messaging/dist/relay/outlet-pump.js', 'OutletPump');

/** Approvals, by stream. */
const slow = new Map();

function* outOfOrder(messages) {
  for (const message of messages) {
    if (message.type === 'order.approved') {
      slow.set(message.streamId, message);
      continue;
    }
    yield message;
    if (message.type === 'order.delivered') yield* overtaken(message.streamId);
  }
}

function* overtaken(streamId) {
  const approval = slow.get(streamId);
  if (approval) yield approval;
  slow.delete(streamId);
}

replaceMethod(
  import.meta,
  OutletPump,
  'pass',
  (pass) =>
    async function passOutOfOrder(slice) {
      const messages = [...outOfOrder(slice.messages)];
      return messages.length === 0 || pass.call(this, { ...slice, messages });
    },
);
