import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { installationId } from './installation-id'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-installation-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('it is made once, by whichever of several comes first, and is its owner’s alone', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => installationId(folder)))
  expect(new Set(ids).size).toBe(1)
  expect(await installationId(folder)).toBe(ids[0])
  expect(readdirSync(folder)).toEqual(['installation-id'])
  const file = path.join(folder, 'installation-id')
  expect(readFileSync(file, 'utf8')).toBe(`${ids[0]}\n`)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a file that is no id is said, and left', async () => {
  writeFileSync(path.join(folder, 'installation-id'), '')
  await expect(installationId(folder)).rejects.toThrow(/installation-id is damaged/)
  expect(readFileSync(path.join(folder, 'installation-id'), 'utf8')).toBe('')
})
