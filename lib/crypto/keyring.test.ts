import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parseKeyring } from './parse-keyring'

let folder: string
const path = () => join(folder, 'keyring.json')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhunxin-keyring-'))
  vi.resetModules() // the environment and the keyring are read once
  vi.stubEnv('ZHUNXIN_DATA', folder)
  vi.stubEnv('ZHUNXIN_KEYRING', '')
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const fresh = () => import('./keyring')

test('a keyring that was made is read back, and is its owner’s alone', async () => {
  const { createKeyringFile, keyring } = await fresh()
  await createKeyringFile(path())
  expect(keyring().activeId).toBe('k1')
  expect(keyring()).toBe(keyring())
  expect(statSync(path()).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['keyring.json'])
})

test('of many that make it at once one wins, and nothing is overwritten', async () => {
  const { createKeyringFile } = await fresh()
  const made = await Promise.allSettled(Array.from({ length: 8 }, () => createKeyringFile(path())))
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const text = readFileSync(path(), 'utf8')
  await expect(createKeyringFile(path())).rejects.toMatchObject({ name: 'KeyringExistsError' })
  expect(readFileSync(path(), 'utf8')).toBe(text)
  expect(readdirSync(folder)).toEqual(['keyring.json'])
})

test('a missing folder is told as it is, and leaves nothing', async () => {
  const { createKeyringFile } = await fresh()
  await expect(createKeyringFile(join(folder, 'none', 'keyring.json'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('none is missing, and is looked for again', async () => {
  const { createKeyringFile, keyring } = await fresh()
  expect(() => keyring()).toThrow(expect.objectContaining({ name: 'KeyringMissingError', path: path() }))
  await createKeyringFile(path())
  expect(keyring().activeId).toBe('k1')
})

test.each([0o640, 0o604, 0o644])('with mode %o it is refused', async (mode) => {
  const { createKeyringFile, keyring } = await fresh()
  await createKeyringFile(path())
  chmodSync(path(), mode)
  expect(() => keyring()).toThrow(expect.objectContaining({ name: 'KeyringInvalidError' }))
})

test('the environment gives it, in itself or by the file that it names, before the data folder does', async () => {
  const text = JSON.stringify({ active: 'given', keys: { given: Buffer.alloc(32, 1).toString('base64') } })
  vi.stubEnv('ZHUNXIN_KEYRING', ` ${text}\n`)
  expect((await fresh()).keyring().activeId).toBe(parseKeyring(text).activeId)

  vi.resetModules()
  writeFileSync(join(folder, 'mounted'), text, { mode: 0o644 })
  vi.stubEnv('ZHUNXIN_KEYRING', join(folder, 'mounted'))
  expect((await fresh()).keyring().activeId).toBe('given')

  vi.resetModules()
  vi.stubEnv('ZHUNXIN_KEYRING', join(folder, 'unmounted'))
  const { keyring } = await fresh()
  expect(() => keyring()).toThrow(expect.objectContaining({ name: 'KeyringMissingError' }))
})
