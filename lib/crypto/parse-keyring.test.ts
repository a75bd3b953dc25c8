import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { SealBrokenError } from './aead'
import { KeyringInvalidError, KeyringKeyMissingError, parseKeyring } from './parse-keyring'

const k1 = randomBytes(32).toString('base64')
const k2 = randomBytes(32).toString('base64')
const keyringOf = (active: string, keys: Record<string, string>) => parseKeyring(JSON.stringify({ active, keys }))

test('wraps under the active key and unwraps under the one that wrapped', async () => {
  const id = randomUUID()
  const key = randomBytes(32)
  const before = await keyringOf('k1', { k1 }).wrap(id, key)
  const rotated = keyringOf('k2', { k1, k2 })
  const after = await rotated.wrap(id, key)

  expect([before.keyringId, after.keyringId]).toEqual(['k1', 'k2'])
  expect(await rotated.unwrap(id, before)).toEqual(key)
  expect(await rotated.unwrap(id, after)).toEqual(key)
  await expect(keyringOf('k1', { k1 }).unwrap(id, after)).rejects.toThrow(KeyringKeyMissingError)
})

test('a wrapped key opens for no other data key, under no other keyring key, by no other name of the same key', async () => {
  const id = randomUUID()
  const keys = keyringOf('k1', { k1, k2, renamed: k1 })
  const wrapped = await keys.wrap(id, randomBytes(32))

  await expect(keys.unwrap(randomUUID(), wrapped)).rejects.toThrow(SealBrokenError)
  await expect(keys.unwrap(id, { ...wrapped, keyringId: 'k2' })).rejects.toThrow(SealBrokenError)
  await expect(keys.unwrap(id, { ...wrapped, keyringId: 'renamed' })).rejects.toThrow(SealBrokenError)
  await expect(keyringOf('k1', { k1: k2 }).unwrap(id, wrapped)).rejects.toThrow(SealBrokenError)
})

test.each(['constructor', '__proto__', 'toString', ''])('holds no key named %j', async (keyringId) => {
  const { wrapped } = await keyringOf('k1', { k1 }).wrap('id', randomBytes(32))
  await expect(keyringOf('k1', { k1 }).unwrap('id', { wrapped, keyringId })).rejects.toThrow(KeyringKeyMissingError)
})

test.each([
  ['nothing', ''],
  ['no JSON', `{ "active": "k1", "keys": { "k1": "${k1}" `],
  ['no object', '[]'],
  ['no keys', '{ "active": "k1" }'],
  ['an active key that is missing', JSON.stringify({ active: 'k3', keys: { k1 } })],
  ['an active key that only objects have', JSON.stringify({ active: 'constructor', keys: { k1 } })],
  ['an unknown field', JSON.stringify({ active: 'k1', keys: { k1 }, extra: 1 })],
  ['a strange id', JSON.stringify({ active: 'k 1', keys: { 'k 1': k1 } })],
  ['a key of 31 bytes', JSON.stringify({ active: 'k1', keys: { k1: randomBytes(31).toString('base64') } })],
  ['a key of 33 bytes', JSON.stringify({ active: 'k1', keys: { k1: randomBytes(33).toString('base64') } })],
  ['a key in hex', JSON.stringify({ active: 'k1', keys: { k1: randomBytes(32).toString('hex') } })],
  ['a key with a stray character', JSON.stringify({ active: 'k1', keys: { k1: ` ${k1}` } })],
  ['a broken key that is not active', JSON.stringify({ active: 'k1', keys: { k1, k2: 'x' } })],
])('refuses %s, and quotes no key', (_, text) => {
  const error = caught(() => parseKeyring(text))
  expect(error).toBeInstanceOf(KeyringInvalidError)
  const printed = `${(error as Error).stack}${JSON.stringify(error)}${JSON.stringify((error as Error).cause)}`
  expect(printed).not.toContain(k1.slice(0, 6))
})

function caught(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
}
