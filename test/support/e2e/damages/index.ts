export { damages, statementOf } from './damages.js';
export { projectionDamages } from './projection-damages.js';
