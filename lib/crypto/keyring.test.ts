import {
  chmodSync,
  closeSync,
  linkSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { newId } from '@/lib/core/ids'
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

const fresh = async () => ({ ...(await import('./keyring')), ...(await import('./keyring-file')) })

test('a keyring that was made is read back, and is its owner’s alone', async () => {
  const { createKeyringFile, keyring } = await fresh()
  await createKeyringFile(path())
  expect(keyring().activeId).toBe('k1')
  expect(keyring()).toBe(keyring())
  expect(statSync(path()).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['keyring.json'])
})

test('one of many concurrent processes makes it, and nothing is overwritten', async () => {
  const { createKeyringFile } = await fresh()
  const made = await Promise.allSettled(Array.from({ length: 8 }, () => createKeyringFile(path())))
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const text = readFileSync(path(), 'utf8')
  await expect(createKeyringFile(path())).rejects.toMatchObject({ name: 'KeyringExistsError' })
  expect(readFileSync(path(), 'utf8')).toBe(text)
  expect(readdirSync(folder)).toEqual(['keyring.json'])
})

test('a missing folder is reported as such, and leaves nothing', async () => {
  const { createKeyringFile } = await fresh()
  await expect(createKeyringFile(join(folder, 'none', 'keyring.json'))).rejects.toMatchObject({ code: 'ENOENT' })
})

const aKey = (fill: number) => Buffer.alloc(32, fill).toString('base64')
const write = (content: object | string) =>
  writeFileSync(path(), typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 })

describe('a process that serves while the keyring changes', () => {
  test('opens what is wrapped under a key that was added since, and wraps under the one that became active', async () => {
    const { createKeyringFile, addKeyringKey, activateKeyringKey, keyring } = await fresh()
    await createKeyringFile(path())
    const id = newId()
    const key = Buffer.alloc(32, 5)
    const old = await keyring().wrap(id, key)
    vi.resetModules()
    const rotator = await fresh() // another process

    await rotator.addKeyringKey(path(), 'k2')
    expect([keyring().activeId, rotator.keyring().activeId]).toEqual(['k1', 'k1'])
    await activateKeyringKey(path(), 'k2')
    const renewed = await rotator.keyring().wrap(id, key)

    expect(renewed.keyringId).toBe('k2')
    expect(await keyring().unwrap(id, renewed)).toEqual(key)
    expect(await keyring().unwrap(id, old)).toEqual(key)
    expect(keyring().activeId).toBe('k2')
    await expect(addKeyringKey(path(), 'k2')).rejects.toMatchObject({ name: 'KeyringInvalidError' })
  })

  test.each<[string, () => void]>([
    ['is gone', () => rmSync(path())],
    ['is half-written', () => write('{ "active": "k1", "ke')],
    ['was opened to others', () => chmodSync(path(), 0o644)],
    ['has another key by the same name', () => write({ active: 'k1', keys: { k1: aKey(2) } })],
    [
      'has another key by the same name beside its active one',
      () => write({ active: 'k2', keys: { k1: aKey(2), k2: aKey(3) } }),
    ],
  ])('keeps the loaded keyring when the file %s, and loads a corrected one', async (_, spoil) => {
    const { keyring } = await fresh()
    write({ active: 'k1', keys: { k1: aKey(1) } })
    const before = keyring()
    spoil()
    expect(keyring()).toBe(before)
    expect(keyring()).toBe(before)

    rmSync(path(), { force: true })
    write({ active: 'k9', keys: { k1: aKey(1), k9: aKey(9) } })
    expect(keyring().activeId).toBe('k9')
  })

  test('knows a key no more that was taken out', async () => {
    const { keyring } = await fresh()
    write({ active: 'k2', keys: { k1: aKey(1), k2: aKey(2) } })
    expect([...keyring().fingerprints.keys()]).toEqual(['k1', 'k2'])
    write({ active: 'k2', keys: { k2: aKey(2) } })
    expect([...keyring().fingerprints.keys()]).toEqual(['k2'])
  })
})

test('a changed keyring is its owner’s alone, lies where a link points to, and takes the leftovers of a kill away', async () => {
  const { createKeyringFile, addKeyringKey, activateKeyringKey } = await fresh()
  const real = join(folder, 'elsewhere.json')
  await createKeyringFile(real)
  symlinkSync(real, path())
  writeFileSync(`${real}.0123456789abcdef.tmp`, 'what a kill left')
  writeFileSync(`${real}.copy`, 'someone’s own')

  await addKeyringKey(path(), 'k2')
  await activateKeyringKey(path(), 'k2')

  expect(readdirSync(folder).sort()).toEqual(['elsewhere.json', 'elsewhere.json.copy', 'keyring.json'])
  expect(lstatSync(path()).isSymbolicLink()).toBe(true)
  expect(statSync(real).mode & 0o777).toBe(0o600)
  expect(Object.keys(JSON.parse(readFileSync(real, 'utf8')).keys)).toEqual(['k1', 'k2'])
})

test('a key that is destroyed is in no file any more, not even in the old one’s bytes; its times stay', async () => {
  const { createKeyringFile, addKeyringKey, activateKeyringKey, destroyKeyringKey, keyring } = await fresh()
  await createKeyringFile(path())
  const first = JSON.parse(readFileSync(path(), 'utf8')).keys.k1
  await addKeyringKey(path(), 'k2')
  await activateKeyringKey(path(), 'k2')
  expect(keyring().history.get('k1')).toMatchObject({ createdAt: expect.any(String), retiredAt: expect.any(String) })
  const old = openSync(path(), 'r')
  await destroyKeyringKey(path(), 'k1')

  expect(readFileSync(old, 'utf8')).toMatch(/^\0+$/)
  closeSync(old)
  const text = readFileSync(path(), 'utf8')
  expect(text).not.toContain(first)
  expect([...keyring().fingerprints.keys()]).toEqual(['k2'])
  expect(keyring().history.get('k1')).toMatchObject({ destroyedAt: expect.any(String) })
  await expect(destroyKeyringKey(path(), 'k2')).rejects.toMatchObject({ name: 'KeyringInvalidError' })
  await expect(addKeyringKey(path(), 'k1')).rejects.toMatchObject({ name: 'KeyringInvalidError' })
})

test('a copy that someone linked is not touched', async () => {
  const { createKeyringFile, addKeyringKey } = await fresh()
  await createKeyringFile(path())
  linkSync(path(), join(folder, 'mine'))
  const text = readFileSync(path(), 'utf8')
  await addKeyringKey(path(), 'k2')
  expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe(text)
})

test('a change that would spoil the keyring leaves it as it was', async () => {
  const { createKeyringFile, addKeyringKey, activateKeyringKey } = await fresh()
  await createKeyringFile(path())
  const text = readFileSync(path(), 'utf8')
  await expect(activateKeyringKey(path(), 'k3')).rejects.toMatchObject({ name: 'KeyringInvalidError' })
  await expect(addKeyringKey(path(), 'k 3')).rejects.toMatchObject({ name: 'KeyringInvalidError' })
  await expect(addKeyringKey(path(), 'k1')).rejects.toMatchObject({ name: 'KeyringInvalidError' })
  expect(readFileSync(path(), 'utf8')).toBe(text)
  expect(readdirSync(folder)).toEqual(['keyring.json'])
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
