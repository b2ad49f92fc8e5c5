export { freeze, type Freezing, isAlive } from '@comparison/faults';
