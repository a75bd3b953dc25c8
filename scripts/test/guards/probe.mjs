// In the processes of the tests: says which guards which test asks, and takes away the one that the file is to miss.
import { appendFileSync, existsSync, readFileSync } from 'node:fs'

const folder = process.env.ZHUNXIN_GUARDS
const testFile = () => globalThis.__vitest_worker__?.filepath
const asked = new Set()
let missing
let test

/** The guard that this file is to miss, and the tests that ask it. */
export function missingHere() {
  missing ??= existsSync(`${folder}/missing.json`) ? JSON.parse(readFileSync(`${folder}/missing.json`, 'utf8')) : {}
  return missing[testFile()]
}

/** @param name of the test that runs now */
export function testsAsking(name) {
  test = name
}

function isMissing(id) {
  const file = testFile()
  if (!folder || !file) return false // also setting up, which is no test's
  const key = `${id} ${test}`
  if (!asked.has(key)) {
    asked.add(key)
    appendFileSync(`${folder}/asked`, `${JSON.stringify([id, file, test])}\n`)
  }
  return missingHere()?.id === id
}

/** Asked where a guard refuses. */
export const holds = (id) => !isMissing(id)

/** Asked where a guard would not let through. */
export const opens = (id) => isMissing(id)

/** What a filter shows, or everything. */
export const shows = (id, filter) => (isMissing(id) ? {} : filter)

/** One condition of a filter, or none. */
export const where = (id, condition) => (isMissing(id) ? undefined : condition)
