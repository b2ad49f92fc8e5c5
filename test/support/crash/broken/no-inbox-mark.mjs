// The inbox forgets what was handled: a message that is delivered again is handled again.
import { inside, replaceMethod } from './inside.mjs';

const Inbox = await inside('libs/platform/messaging/dist/delivery/inbox.js', 'Inbox');
const { keyOf } = await import(
  new URL('../../../../libs/platform/messaging/dist/delivery/message-key.js', import.meta.url)
);
replaceMethod(
  import.meta,
  Inbox,
  'markBatch',
  () => (messages) =>
    Promise.resolve({ fresh: new Set(messages.map((message) => keyOf(message))), parked: new Set() }),
);
replaceMethod(import.meta, Inbox, 'mark', () => () => Promise.resolve(true));
