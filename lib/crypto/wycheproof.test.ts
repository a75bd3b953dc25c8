import { createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { decrypt, encrypt, SealBrokenError } from './aead'
import { hkdfExpand } from './hkdf'

type Case = { tcId: number; comment: string; result: 'valid' | 'invalid' | 'acceptable' }
type AeadCase = Case & Record<'key' | 'iv' | 'aad' | 'msg' | 'ct' | 'tag', string>
type HkdfCase = Case & Record<'ikm' | 'salt' | 'info' | 'okm', string> & { size: number }

const bytes = (hex: string) => Buffer.from(hex, 'hex')
const fileOf = (name: string) => new URL(`../../../shared/data/vectors/${name}.json`, import.meta.url)

function casesOf<T extends Case>(name: string): T[] {
  if (!existsSync(fileOf(name))) return []
  const { testGroups } = JSON.parse(readFileSync(fileOf(name), 'utf8')) as { testGroups: { tests: T[] }[] }
  return testGroups.flatMap(({ tests }) => tests)
}

const aeadCases = casesOf<AeadCase>('wycheproof-aes-gcm')
const hkdfCases = casesOf<HkdfCase>('wycheproof-hkdf-sha512')

describe.skipIf(aeadCases.length === 0)('Wycheproof AES-GCM (needs ../shared/data)', () => {
  const isOurs = ({ key, iv, tag }: AeadCase) => key.length === 64 && iv.length === 24 && tag.length === 32
  const ours = aeadCases.filter(isOurs)

  test('has cases for us, good and bad', () => {
    expect(ours.filter(({ result }) => result === 'valid').length).toBeGreaterThan(30)
    expect(ours.filter(({ result }) => result === 'invalid').length).toBeGreaterThan(20)
  })

  test.each(ours)('case $tcId is $result $comment', ({ key, iv, aad, msg, ct, tag, result }) => {
    const sealed = bytes(ct + tag)
    const opened = () => decrypt(bytes(key), bytes(iv), sealed, bytes(aad))
    if (result !== 'valid') return expect(opened).toThrow(SealBrokenError)
    expect(opened()).toEqual(bytes(msg))
    expect(encrypt(bytes(key), bytes(iv), bytes(msg), bytes(aad))).toEqual(sealed)
  })

  test('sizes of key or nonce that we do not use are refused', () => {
    const others = aeadCases.filter(({ key, iv }) => key.length !== 64 || iv.length !== 24)
    expect(others.length).toBeGreaterThan(100)
    for (const { key, iv, aad, msg, ct, tag } of others) {
      expect(() => encrypt(bytes(key), bytes(iv), bytes(msg), bytes(aad))).toThrow(RangeError)
      expect(() => decrypt(bytes(key), bytes(iv), bytes(ct + tag), bytes(aad))).toThrow(RangeError)
    }
  })
})

describe.skipIf(hkdfCases.length === 0)('Wycheproof HKDF-SHA-512 (needs ../shared/data)', () => {
  /** Does the half of HKDF that the product omits, so that the other half can be compared with the vectors. */
  const extract = (salt: string, ikm: string) =>
    createHmac('sha512', salt ? bytes(salt) : Buffer.alloc(64))
      .update(bytes(ikm))
      .digest()

  test.each(hkdfCases)('case $tcId is $result $comment', ({ ikm, salt, info, size, okm, result }) => {
    const expanded = () => hkdfExpand(extract(salt, ikm), bytes(info), size)
    if (result === 'valid') expect(expanded()).toEqual(bytes(okm))
    else expect(expanded).toThrow(RangeError)
  })
})

// Without the vectors, both primitives are still compared with Node's own.
test('an HKDF of extract and our expand is that of Node', async () => {
  const { hkdfSync } = await import('node:crypto')
  const [ikm, salt, info] = [Buffer.from('input'), Buffer.from('salt'), Buffer.from('info')]
  const extracted = createHmac('sha512', salt).update(ikm).digest()
  expect(hkdfExpand(extracted, info, 200)).toEqual(Buffer.from(hkdfSync('sha512', ikm, salt, info, 200)))
})
