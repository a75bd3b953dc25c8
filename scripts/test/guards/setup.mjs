// This setup belongs to the probe: in a file that misses a guard, tests that don't reach it are skipped, and so are all
// after one that failed.
import { afterEach, beforeEach } from 'vitest'
import { missingHere, testsAsking } from './probe.mjs'

const guard = missingHere()
const left = guard ? new Set(guard.tests) : undefined // guards that are reached during set-up have no name
let hasFailed = false

beforeEach(({ task, skip }) => {
  testsAsking(task.fullTestName)
  if (guard && (hasFailed || (guard.tests.length > 0 && !left.has(task.fullTestName)))) skip()
})

afterEach(({ task }) => {
  testsAsking(undefined)
  if (task.result?.state === 'fail') hasFailed = true
})
