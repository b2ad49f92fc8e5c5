// A service ends when its broker is not there, and leaves it to others to start it until it is.
import { inside, replaceMethod } from './inside.mjs';

const Topics = await inside('libs/platform/messaging/dist/transport/kafka/topics.js', 'Topics');
replaceMethod(
  import.meta,
  Topics,
  'ensure',
  (ensure) =>
    async function ensureOrEnd(topics) {
      await ensure.call(this, topics).catch(() => process.exit(1));
    },
);
