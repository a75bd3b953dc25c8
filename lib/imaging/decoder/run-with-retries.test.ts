import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { runWithRetries } from './run-with-retries'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-patiently-'))
  writeFileSync(path.join(folder, 'runs'), '')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Returns the arguments of a program that counts its runs, and does this in the first. */
const first = (failure: string) => [
  '-c',
  `echo >> '${folder}/runs'; [ $(wc -l < '${folder}/runs') -gt 1 ] || ${failure}`,
]
const runs = () => readFileSync(path.join(folder, 'runs'), 'utf8').length

test.each([
  ['is killed', 'kill -9 $$', PATIENCE],
  ['takes too long', 'exec sleep 300', 3_000],
  ['is refused a process', '{ echo "unshare: fork failed: Resource temporarily unavailable" >&2; exit 1; }', PATIENCE],
])('a program that %s is run again', async (_, failure, timeout) => {
  await runWithRetries('/bin/sh', first(failure), { timeout })
  expect(runs()).toBe(2)
})

test('a program that says no is not run again', async () => {
  await expect(runWithRetries('/bin/sh', first('exit 1'), {})).rejects.toMatchObject({ code: 1 })
  expect(runs()).toBe(1)
})

test('the tries end, and are shared', async () => {
  const tries = { left: 1 }
  const killed = ['-c', `echo >> '${folder}/runs'; kill -9 $$`]
  for (const _ of [1, 2])
    await expect(runWithRetries('/bin/sh', killed, { tries })).rejects.toMatchObject({ signal: 'SIGKILL' })
  expect(runs()).toBe(3)
})
