// What each runner reports: how many tests passed and failed, and the names of skipped, failed and flaky ones.

/**
 * @typedef {{ passed: number, failed: number, skippedNames: string[], failedNames: string[], flakyNames: string[] }}
 *   Tally flaky tests are among those that passed
 */

/** @returns {Tally} */
export const tally = (passed, failed, skippedNames = [], failedNames = [], flakyNames = []) => ({
  passed,
  failed,
  skippedNames,
  failedNames,
  flakyNames,
})

export const sum = (tallies) =>
  tallies.reduce(
    (all, one) =>
      tally(
        all.passed + one.passed,
        all.failed + one.failed,
        [...all.skippedNames, ...one.skippedNames],
        [...all.failedNames, ...one.failedNames],
        [...all.flakyNames, ...one.flakyNames],
      ),
    tally(0, 0),
  )

/** Prints what was skipped, flaky and failed, and the line with the totals; sets the exit code. Returns the totals. */
export function conclude(tallies) {
  const totals = sum(tallies)
  const { passed, failed, skippedNames, failedNames, flakyNames } = totals
  for (const name of skippedNames) console.log(`skipped: ${name}`)
  for (const name of flakyNames) console.log(`flaky: ${name}`)
  for (const name of failedNames) console.log(`failed: ${name}`)
  console.log(`${passed} passed, ${failed} failed, ${skippedNames.length} skipped, ${flakyNames.length} flaky`)
  process.exitCode = failed === 0 ? 0 : 1
  return totals
}
