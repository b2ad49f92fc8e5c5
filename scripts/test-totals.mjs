import { stripVTControlCharacters } from 'node:util';

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

const LINES_OF_A_FAILURE = 24;

/**
 * What failed in a Jest run, for the end of a long output, where a reader looks first: each with its file, its name and
 * how its message begins.
 * @returns {string[]}
 */
export function failuresOf({ title, report }, root) {
  return (report?.testResults ?? []).flatMap(({ name, status: outcome, message, assertionResults }) => {
    const file = [name.replace(root, ''), ...(title === undefined ? [] : [`(${title})`])].join(' ');
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length > 0)
      return failed.map(
        (test) => `${file} › ${test.fullName}\n${beginningOf(test.failureMessages[0] ?? '')}`,
      );
    // It could not be loaded, or what comes after its tests went wrong.
    return outcome === 'failed' && message ? [`${file}\n${beginningOf(message)}`] : [];
  });
}

function beginningOf(message) {
  const lines = stripVTControlCharacters(message)
    .trim()
    .split('\n')
    .filter((line) => !/^\s+at .*node_modules/.test(line));
  const shown = lines.slice(0, LINES_OF_A_FAILURE).map((line) => `    ${line}`);
  return [...shown, ...(lines.length > shown.length ? ['    …'] : [])].join('\n');
}
