export { compareRuns } from './statistics/compare-runs.js';
export { diffText } from './text/diff-text.js';
export { summary } from './text/summary.js';
export { writeReport } from './write-report.js';
