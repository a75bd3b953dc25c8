// This module runs in the processes of the tests: it records which guards each test reaches, and removes the one that
// the file is to miss.
import { appendFileSync, existsSync, readFileSync } from 'node:fs'

const folder = process.env.ZHUNXIN_GUARDS
const testFile = () => globalThis.__vitest_worker__?.filepath
const asked = new Set()
let missing
let test

/** Returns the guard that this file is to miss, and the tests that reach it. */
export function missingHere() {
  missing ??= existsSync(`${folder}/missing.json`) ? JSON.parse(readFileSync(`${folder}/missing.json`, 'utf8')) : {}
  return missing[testFile()]
}

/**
 * Records the running test.
 *
 * @param name of the test
 */
export function testsAsking(name) {
  test = name
}

function isMissing(id) {
  const file = testFile()
  if (!folder || !file) return false // setting up belongs to no test
  const key = `${id} ${test}`
  if (!asked.has(key)) {
    asked.add(key)
    appendFileSync(`${folder}/asked`, `${JSON.stringify([id, file, test])}\n`)
  }
  return missingHere()?.id === id
}

/** Returns whether a guard is there: the copied guards call this where they refuse. */
export const holds = (id) => !isMissing(id)

/** Returns whether a guard is missing: the copied guards call this where they would not let through. */
export const opens = (id) => isMissing(id)

/** Returns a filter, or one that shows everything. */
export const shows = (id, filter) => (isMissing(id) ? {} : filter)

/** Returns one condition of a filter, or none. */
export const where = (id, condition) => (isMissing(id) ? undefined : condition)
