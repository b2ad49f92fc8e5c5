// Not broken, but trouble: the orchestrator is impatient and sends every command twice, as two messages with the same command id.
import { inside, replaceMethod } from './inside.mjs';

const Orchestrator = await inside('libs/platform/saga/dist/orchestration/orchestrator.js', 'Orchestrator');
replaceMethod(
  import.meta,
  Orchestrator,
  'send',
  (send) =>
    function sendTwice(...command) {
      send.apply(this, command);
      send.apply(this, command);
    },
);
