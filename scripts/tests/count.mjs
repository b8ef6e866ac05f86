/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

/**
 * @param {boolean[]} checks which of the checks passed
 * @param {{numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number} | null} report
 *   vitest's, in its JSON form; null when it wrote none
 * @param {number} status vitest's exit status
 * @returns {Counts} a failure that no test stands for (a file that does not load, an error outside a test) counts as one
 */
export function countTests(checks, report, status) {
  const passed = checks.filter(Boolean).length + (report?.numPassedTests ?? 0)
  const failedTests = report?.numFailedTests ?? 0
  const unseen = status !== 0 && failedTests === 0 ? 1 : 0
  const failed = checks.filter((check) => !check).length + failedTests + unseen
  return { passed, failed, skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0) }
}

/** @param {Counts} counts */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
