import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { collected } from '@/tests/setup/collected'
import { appendTombstones, lastTombstone, readTombstones, type StoredTombstone, tombstonePath } from './tombstone-file'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-tombstones-'))
  file = tombstonePath(folder)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const tombstone = (): StoredTombstone => ({
  dataKeyId: newId(),
  kind: 'FILE',
  subjectId: newId(),
  sha256: 'ab'.repeat(32),
  reason: 'UNUSED',
  at: '2026-11-25T06:00:00.000Z',
  keyringIds: ['k1'],
})

test('what was appended is read back in order, each once; the file is its owner’s alone', async () => {
  const [first, second, third] = [tombstone(), tombstone(), tombstone()]
  await appendTombstones(file, [first, second])
  await appendTombstones(file, [first, third])

  expect(await collected(readTombstones(file))).toEqual([first, second, third])
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('there is none, and no last one, where there is no file', async () => {
  expect(await collected(readTombstones(file))).toEqual([])
  expect(await lastTombstone(file)).toBeNull()
})

test('a line that was cut off takes nothing with it: neither what stood before nor what comes after', async () => {
  const [first, lost, after] = [tombstone(), tombstone(), tombstone()]
  await appendTombstones(file, [first])
  appendFileSync(file, JSON.stringify(lost).slice(0, 60))
  await appendTombstones(file, [after])

  expect(await collected(readTombstones(file))).toEqual([first, after])
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4)
})

test('the last one is the last whole line, however many there are', async () => {
  const many = Array.from({ length: 200 }, tombstone)
  await appendTombstones(file, many)
  appendFileSync(file, JSON.stringify(tombstone()).slice(0, 60))
  expect(await lastTombstone(file)).toEqual(many.at(-1))
})

test.each(['', 'null', '{"dataKeyId":"x"}', '[1]', '\u0000'])(
  'a line that is no tombstone is none: %j',
  async (line) => {
    appendFileSync(file, `${line}\n`)
    const written = tombstone()
    await appendTombstones(file, [written])

    expect(await collected(readTombstones(file))).toEqual([written])
  },
)
