// Beside the probe: of a file that misses a guard, the tests that don't ask it are left out, and all after one that failed.
import { afterEach, beforeEach } from 'vitest'
import { missingHere, testsAsking } from './probe.mjs'

const guard = missingHere()
const left = guard ? new Set(guard.tests) : undefined // those that ask it while they are set up have no name
let hasFailed = false

beforeEach(({ task, skip }) => {
  testsAsking(task.fullTestName)
  if (guard && (hasFailed || (guard.tests.length > 0 && !left.has(task.fullTestName)))) skip()
})

afterEach(({ task }) => {
  testsAsking(undefined)
  if (task.result?.state === 'fail') hasFailed = true
})
