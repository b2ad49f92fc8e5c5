// Not broken, but trouble: the orchestrator gives every reservation up before it has asked for it, as one that does not wait would
// where messages overtake each other. Whoever is told to undo what it has not done must not do it afterwards.
import { inside, replaceMethod } from './inside.mjs';

const Orchestrator = await inside('libs/platform/saga/dist/orchestration/orchestrator.js', 'Orchestrator');
const reason = 'no-answer';

replaceMethod(
  import.meta,
  Orchestrator,
  'give',
  (give) =>
    function giveUp(state, task) {
      const { step, phase, module } = task;
      if (step !== 'reserve' || phase !== 'do') return give.call(this, state, task);
      const { saga, context } = state;
      this.send(module, { saga, step, phase: 'undo', context, failure: { step, reason } });
      this.send(module, { saga, step, phase, context });
      return this.fail(state, step, reason);
    },
);
