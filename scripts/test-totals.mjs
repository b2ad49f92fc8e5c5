/** @returns {{ passed: number, failed: number, skipped: number, broken: boolean }} */
export const totals = () => ({ passed: 0, failed: 0, skipped: 0, broken: false });

/**
 * Adds one Jest run. A suite that could not be loaded has no tests to count, so it counts as one failure itself; a run
 * that ended badly without saying why (a broken global set-up, a crash of Jest) does too.
 */
export function addUp(sum, { code, report }) {
  const failed = report ? report.numFailedTests + report.numRuntimeErrorTestSuites : 0;
  const unexplained = code !== 0 && failed === 0;
  return {
    passed: sum.passed + (report?.numPassedTests ?? 0),
    failed: sum.failed + failed + (unexplained ? 1 : 0),
    skipped: sum.skipped + (report?.numPendingTests ?? 0),
    broken: sum.broken || unexplained,
  };
}
