import { createDecipheriv, randomBytes } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { openKeyringExport, sealKeyringExport } from './keyring-export'

const PASSPHRASE = 'seven brass ｌａｎｔｅｒｎｓ é 灯笼'
const keyring = JSON.stringify({ active: 'k1', keys: { k1: randomBytes(32).toString('base64') } })
const made = await sealKeyringExport(keyring, ['k1'], PASSPHRASE)
const changed = (change: (file: Record<string, never> & { argon2id: Record<string, unknown> }) => void) => {
  const file = JSON.parse(made)
  change(file)
  return JSON.stringify(file)
}

test('opens with its passphrase, however it is composed, and holds nothing in clear but ids', async () => {
  expect(await openKeyringExport(made, PASSPHRASE.normalize('NFKD'))).toBe(keyring)
  expect(made).toContain('"k1"')
  expect(made).not.toContain(JSON.parse(keyring).keys.k1.slice(0, 8))
  expect(await sealKeyringExport(keyring, ['k1'], PASSPHRASE)).not.toBe(made)
})

test('is Argon2id and AES-256-GCM, as its file says', async () => {
  const { argon2id, sealed, keys, format } = JSON.parse(made)
  const options = { memoryCost: argon2id.memory, timeCost: argon2id.passes, parallelism: argon2id.lanes }
  const salt = Buffer.from(argon2id.salt, 'base64')
  const key = await hashRaw(PASSPHRASE.normalize('NFKC'), { ...options, salt, outputLen: 32 })
  const bytes = Buffer.from(sealed, 'base64')
  const parts = [format, argon2id.salt, argon2id.memory, argon2id.passes, argon2id.lanes, ...keys].map(String)
  const place = parts.map((part) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(Buffer.byteLength(part))
    return Buffer.concat([length, Buffer.from(part)])
  })
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 13)).setAAD(Buffer.concat(place))
  decipher.setAuthTag(bytes.subarray(-16))
  expect(Buffer.concat([decipher.update(bytes.subarray(13, -16)), decipher.final()]).toString()).toBe(keyring)
  expect([argon2id.memory, argon2id.passes]).toEqual([262_144, 3])
})

test.each([
  ['another passphrase', made, `${PASSPHRASE}.`],
  ['other ids', changed((file) => Object.assign(file, { keys: ['k2'] })), PASSPHRASE],
  ['another salt', changed((file) => Object.assign(file.argon2id, { salt: 'AAAAAAAAAAAAAAAAAAAAAA==' })), PASSPHRASE],
  ['a cheaper cost', changed((file) => Object.assign(file.argon2id, { passes: 1 })), PASSPHRASE],
])('does not open with %s', async (_, text, passphrase) => {
  await expect(openKeyringExport(text, passphrase)).rejects.toMatchObject({ name: 'SealBrokenError' })
})

test.each([
  ['no JSON', '{'],
  ['a keyring', keyring],
  ['a cost that would take the machine', changed((file) => Object.assign(file.argon2id, { memory: 8_388_608 }))],
])('%s is no export', async (_, text) => {
  await expect(openKeyringExport(text, PASSPHRASE)).rejects.toMatchObject({ name: 'ExportInvalidError' })
})
