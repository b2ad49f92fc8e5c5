export { exportHistory } from './export/export-history.js';
export { judge, type JudgeInput } from './judge.js';
export { noSamples, type Samples } from './watch/samples.js';
export { Watch } from './watch/watch.js';
