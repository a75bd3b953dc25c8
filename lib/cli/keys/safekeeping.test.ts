import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const PASSPHRASE = 'seven brass lanterns'
let folder: string
const inFolder = (name: string) => join(folder, name)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhunxin-safe-'))
  vi.resetModules()
  vi.stubEnv('ZHUNXIN_DATA', folder)
  vi.stubEnv('ZHUNXIN_KEYRING', '')
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

async function exported() {
  const { createKeyringFile } = await import('@/lib/crypto/keyring-file')
  const safekeeping = await import('./safekeeping')
  await createKeyringFile(inFolder('keyring.json'))
  await safekeeping.exportKeyring(inFolder('safe.json'), PASSPHRASE)
  return safekeeping
}

test('an exported keyring is the same keyring again, and only its owner may read the file', async () => {
  const { importKeyring } = await exported()
  const text = readFileSync(inFolder('keyring.json'), 'utf8')
  rmSync(inFolder('keyring.json'))
  await importKeyring(inFolder('safe.json'), PASSPHRASE)
  expect(readFileSync(inFolder('keyring.json'), 'utf8')).toBe(text)
  for (const name of ['keyring.json', 'safe.json']) expect(statSync(inFolder(name)).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder).sort()).toEqual(['keyring.json', 'safe.json'])
})

test('neither overwrites anything', async () => {
  const { exportKeyring, importKeyring } = await exported()
  const before = readdirSync(folder).map((name) => readFileSync(inFolder(name), 'utf8'))
  await expect(exportKeyring(inFolder('safe.json'), PASSPHRASE)).rejects.toThrow(/there already/)
  await expect(importKeyring(inFolder('safe.json'), PASSPHRASE)).rejects.toMatchObject({ name: 'KeyringExistsError' })
  expect(readdirSync(folder).map((name) => readFileSync(inFolder(name), 'utf8'))).toEqual(before)
})

test.each<[string, () => void, string, RegExp]>([
  ['another passphrase', () => {}, 'eight brass lanterns', /Another passphrase/],
  ['an altered file', () => alter(), PASSPHRASE, /Another passphrase, or/],
  ['something else', () => writeFileSync(inFolder('safe.json'), '{}'), PASSPHRASE, /no export/],
  ['no file', () => rmSync(inFolder('safe.json')), PASSPHRASE, /ENOENT/],
])('with %s no keyring is made', async (_, spoil, passphrase, says) => {
  const { importKeyring } = await exported()
  rmSync(inFolder('keyring.json'))
  spoil()
  await expect(importKeyring(inFolder('safe.json'), passphrase)).rejects.toThrow(says)
  expect(existsSync(inFolder('keyring.json'))).toBe(false)
})

function alter() {
  const file = JSON.parse(readFileSync(inFolder('safe.json'), 'utf8'))
  writeFileSync(inFolder('safe.json'), JSON.stringify({ ...file, keys: ['k9'] }))
}

test('where it cannot be written, it is said', async () => {
  const { exportKeyring } = await exported()
  await expect(exportKeyring(inFolder('none/safe.json'), PASSPHRASE)).rejects.toThrow(/Can't write .*ENOENT/)
})
