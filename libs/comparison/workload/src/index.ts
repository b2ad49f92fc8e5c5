export { delivers, providerBehaviourOf } from './draw/preset.js';
export { LoadGenerator } from './load-generator.js';
export { type Population, populationOf, type Product } from './population/population.js';
export type { StretchJob } from './stretch/stretch-job.js';
