// The consumer commits its offset to the broker before what it received has been handled.
import { inside, replaceMethod } from './inside.mjs';

const PartitionWorker = await inside(
  'libs/platform/messaging/dist/transport/kafka/partition-worker.js',
  'PartitionWorker',
);
replaceMethod(
  import.meta,
  PartitionWorker,
  'insist',
  (insist) =>
    async function acknowledgeThenHandle(messages) {
      const { host } = this;
      host.handled(this, this.queue.peek(messages.length).next);
      await host.context.committer.flush();
      return insist.call(this, messages);
    },
);
