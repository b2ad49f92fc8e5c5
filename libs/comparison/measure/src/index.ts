export { confine } from './budget/confine.js';
export { type Budget, planBudget } from './budget/plan-budget.js';
export { environmentOf } from './environment/environment.js';
export { type Memory, residentMemory } from './processes/memory.js';
export { familySeconds, processorSeconds } from './processes/processor-time.js';
export { median, sum } from './statistics.js';
export { costBetween, readUsage, restBetween, restOf, type Usage } from './usage.js';
