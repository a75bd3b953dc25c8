import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { judgeDecoding, requireStart } from './decoding-rule'
import type { Measure } from './measures'

const given = vi.hoisted(() => ({ data: '', keyring: undefined as string | undefined }))
vi.mock('@/lib/core/env', async (original) => ({
  ...(await original<object>()),
  env: () => ({
    ...{ isLoopback: false, DECODE_WITHOUT_SANDBOX: '0' },
    ...{ ZHUNXIN_DATA: given.data, ZHUNXIN_KEYRING: given.keyring },
  }),
}))

/** A folder that everyone may pass, with a folder of secrets in it. */
let folder: string
let secret: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-rule-'))
  chmodSync(folder, 0o755)
  mkdirSync(path.join(folder, 'secrets'))
  secret = path.join(folder, 'secrets', 'secret')
  writeFileSync(secret, '{}')
  modes({ secrets: 0o755, file: 0o444 })
  Object.assign(given, { data: path.join(folder, 'data'), keyring: undefined })
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

function modes(of: { secrets: number; file: number }) {
  chmodSync(secret, of.file)
  chmodSync(path.join(folder, 'secrets'), of.secrets)
}

const without = (...missing: Measure[]) => judgeDecoding({ missing })

test.each([
  [0o755, 0o444, 'CLOSED'],
  [0o711, 0o604, 'CLOSED'],
  [0o755, 0o440, 'SANDBOXED'],
  [0o700, 0o444, 'SANDBOXED'],
  [0o750, 0o644, 'SANDBOXED'],
])('where a folder has mode %o and a secret in it %o, another account makes it %s', (secrets, file, expected) => {
  modes({ secrets, file })
  given.keyring = secret
  expect(without('HIDDEN_SECRETS')).toBe(expected)
  given.keyring = undefined
  expect(without('HIDDEN_SECRETS')).toBe('SANDBOXED')
  vi.stubEnv('SMTP_URL_FILE', secret)
  expect(without('HIDDEN_SECRETS')).toBe(expected)
})

test('a link is judged by what it leads to', () => {
  given.keyring = path.join(folder, 'link')
  symlinkSync(secret, given.keyring)
  expect(without('HIDDEN_SECRETS')).toBe('CLOSED')
  modes({ secrets: 0o700, file: 0o444 })
  expect(without('HIDDEN_SECRETS')).toBe('SANDBOXED')
})

test('modes count neither where files are hidden nor where the account is the portal’s', () => {
  given.keyring = secret
  expect(without('OWN_ACCOUNT')).toBe('SANDBOXED')
  modes({ secrets: 0o700, file: 0o400 })
  expect(without('HIDDEN_SECRETS', 'OWN_ACCOUNT')).toBe('CLOSED')
})

test('a start is refused where no file may be opened', () => {
  expect(() => requireStart({ missing: ['HIDDEN_SECRETS'] })).not.toThrow()
  expect(() => requireStart({ missing: ['HIDDEN_PORTAL'] })).toThrow(/^A child could read the keyring$/)
})
