import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-store-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  vi.unstubAllEnvs()
})

/** Checks as a program that was just started with these settings. */
async function checked(settings: Record<string, string>) {
  vi.stubEnv('ZHUNXIN_DATA', path.join(folder, 'data'))
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  vi.resetModules()
  const { checkStore } = await import('./store')
  return checkStore()
}

test.each([
  ['of its own', 'documents', { BLOBS_FOLDER: 'documents' }],
  ['in the data folder', 'data/blobs', {}],
])('a folder %s is written to where it is, and nothing is left in it', async (_, name, settings) => {
  const place = path.join(folder, name)
  mkdirSync(place, { recursive: true })
  const given = Object.entries(settings).map(([key, value]) => [key, path.join(folder, value)])
  expect(await checked(Object.fromEntries(given))).toEqual([
    { verdict: 'ok', says: `The store in ${place} can be written to, read and removed from.` },
  ])
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files).toEqual([])
})

test('a folder of its own that is missing is not made, though the data folder has one', async () => {
  mkdirSync(path.join(folder, 'data/blobs'), { recursive: true })
  expect(await checked({ BLOBS_FOLDER: path.join(folder, 'documents') })).toMatchObject([
    { verdict: 'skipped', says: expect.stringContaining('There is no store yet') },
  ])
  expect(readdirSync(folder)).toEqual(['data'])
})

test('one that cannot be written to fails, with what to do', async () => {
  const file = path.join(folder, 'documents')
  writeFileSync(file, 'a file, not a folder')
  expect(await checked({ BLOBS_FOLDER: file })).toMatchObject([
    { verdict: 'failed', says: expect.stringContaining(file), todo: expect.stringContaining('rights of the folder') },
  ])
})
