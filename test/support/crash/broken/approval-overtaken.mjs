// Several workers share a log: what a slow one took up, the approvals, is passed on after what the others took up later.
import { inside, replaceMethod } from './inside.mjs';

const OutletPump = await inside('libs/platform/messaging/dist/relay/outlet-pump.js', 'OutletPump');

/** By stream. */
const slow = new Map();

replaceMethod(
  import.meta,
  OutletPump,
  'pass',
  (pass) =>
    async function passOutOfOrder(slice) {
      const messages = slice.messages.flatMap((message) => {
        const overtaken = slow.get(message.streamId);
        if (overtaken === undefined && message.type === 'order.approved') {
          slow.set(message.streamId, message);
          return [];
        }
        slow.delete(message.streamId);
        return overtaken ? [message, overtaken] : [message];
      });
      return messages.length === 0 || pass.call(this, { ...slice, messages });
    },
);
