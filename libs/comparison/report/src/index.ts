export { compareRuns } from './statistics/compare-runs.js';
export { writeReport } from './write-report.js';
