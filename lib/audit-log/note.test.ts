import { expect, test } from 'vitest'
import {
  checkpointBody,
  cosignatureLine,
  cosignedAt,
  decodeKey,
  encodeKey,
  keyIdOf,
  NoteInvalidError,
  parseCheckpoint,
  parseNote,
  signerFrom,
  signNote,
  verifyNote,
} from './note'

// From the documentation of golang.org/x/mod/sumdb/note, which the format comes from.
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const PETERS_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`

test('a note of another implementation is good, and only as it is', () => {
  const key = decodeKey(PETER)
  expect(encodeKey(key)).toBe(PETER)
  expect(verifyNote(parseNote(PETERS_NOTE), key)).toBe(true)
  expect(verifyNote(parseNote(PETERS_NOTE.replace('answer', 'anewer')), key)).toBe(false)
  expect(verifyNote(parseNote(PETERS_NOTE.replace('ZJkuBS', 'ZJkuBT')), key)).toBe(false)
})

const signer = signerFrom('portal.example/audit', 'ed25519', Buffer.alloc(32, 1))
const next = signerFrom('portal.example/audit', 'ed25519', Buffer.alloc(32, 2))
const witness = signerFrom('witness.example', 'cosignature/v1', Buffer.alloc(32, 3))
const body = checkpointBody({ origin: signer.name, size: 42n, root: Buffer.alloc(32, 9) })

test('a checkpoint says what was signed, by one key and by two', () => {
  const text = signNote(body, [signer, next])
  const checkpoint = parseCheckpoint(text)
  expect(checkpoint).toMatchObject({ origin: 'portal.example/audit', size: 42n, root: Buffer.alloc(32, 9), body })
  expect(checkpoint.signatures.map(({ keyId }) => keyId)).toEqual([keyIdOf(signer), keyIdOf(next)])
  expect([signer, next].map((key) => verifyNote(checkpoint, key))).toEqual([true, true])
  expect(verifyNote(parseCheckpoint(signNote(body, [next])), signer)).toBe(false)
  expect(verifyNote(parseCheckpoint(text.replace('\n42\n', '\n43\n')), signer)).toBe(false)
})

test('a text that other implementations could not read back is not signed', () => {
  const [seed, name] = [Buffer.alloc(32, 1), 'portal.example/log']
  const [signer, witness] = [signerFrom(name, 'ed25519', seed), signerFrom(name, 'cosignature/v1', seed)]
  for (const body of ['no end of line', 'two\n\nparts\n', 'a\ttab\n']) {
    expect(() => signNote(body, [signer])).toThrow(NoteInvalidError)
    expect(() => cosignatureLine(body, witness, new Date())).toThrow(NoteInvalidError)
  }
  for (const other of ['', 'a name', 'a+b']) expect(() => signerFrom(other, 'ed25519', seed)).toThrow(NoteInvalidError)
})

test("a witness's line binds the time too", () => {
  const at = new Date('2026-11-25T12:00:00Z')
  const cosigned = parseCheckpoint(signNote(body, [signer]) + cosignatureLine(body, witness, at))
  expect(verifyNote(cosigned, witness)).toBe(true)
  expect(verifyNote(cosigned, signer)).toBe(true)
  const [, line] = cosigned.signatures
  if (!line) throw new Error('No cosignature')
  expect(cosignedAt(line)).toEqual(at)
  line.bytes.writeBigUInt64BE(0n)
  expect(verifyNote(cosigned, witness)).toBe(false)
})

test('keys that are not what they say are refused', () => {
  expect(() => decodeKey(PETER.replace('c74f20a3', 'c74f20a4'))).toThrow(NoteInvalidError)
  expect(() => decodeKey(encodeKey(signer).replace('portal', 'other'))).toThrow(NoteInvalidError)
  expect(() => decodeKey('')).toThrow(NoteInvalidError)
  expect(() => signerFrom('two words', 'ed25519', Buffer.alloc(32))).toThrow(NoteInvalidError)
})

test.each([
  ['no signature', body],
  ['a signature that is none', `${body}\n— portal.example/audit !!!!\n`],
  ['a hyphen for the dash', signNote(body, [signer]).replace('—', '-')],
  ['an end that is missing', signNote(body, [signer]).slice(0, -1)],
  ['a size with a zero before it', signNote(body, [signer]).replace('\n42\n', '\n042\n')],
  ['a size below nothing', signNote(body, [signer]).replace('\n42\n', '\n-42\n')],
  ['a root that is cut', signNote(body, [signer]).replace(/=\n/, '\n')],
  ['a root in another spelling', signNote(body, [signer]).replace('CQk=', 'CQl=')],
  ['control characters', signNote(body, [signer]).replace('\n42\n', '\n42\r\n')],
])('%s is no checkpoint', (_, text) => {
  expect(() => parseCheckpoint(text)).toThrow(NoteInvalidError)
})
