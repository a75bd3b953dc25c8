import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSecrets, secretFiles } from './env-secrets'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-secrets-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string): string {
  writeFileSync(path.join(folder, name), content)
  return path.join(folder, name)
}

const read = (source: Record<string, string>) => {
  readSecrets(source)
  return source
}

const URL_OF_APP = 'postgresql://zhunxin_app@postgres:5432/zhunxin'

test('the content of a file counts as the setting, without the line break at its end', () => {
  const METRICS_TOKEN_FILE = file('token', 'abcdefghijklmnop\n')
  const SMTP_URL_FILE = file('smtp', 'smtps://u:p@mail.example.cn')
  const given = { METRICS_TOKEN_FILE, SMTP_URL_FILE, PORT: '3000' }
  expect(read({ ...given })).toEqual({
    ...given,
    METRICS_TOKEN: 'abcdefghijklmnop',
    SMTP_URL: 'smtps://u:p@mail.example.cn',
  })
  expect(secretFiles(given).sort()).toEqual([SMTP_URL_FILE, METRICS_TOKEN_FILE].sort())
})

test('a password of any characters is put into its address, and reads as it was written', () => {
  const password = 'a$b@c:d/e%f#g?h i'
  const given = { DATABASE_PASSWORD_FILE: file('password', `${password}\n`) }
  const once = read({ DATABASE_URL: URL_OF_APP, ...given })
  const { DATABASE_URL = '' } = once
  const { hostname, pathname, username, password: sealed } = new URL(DATABASE_URL)
  expect([hostname, pathname, username, decodeURIComponent(sealed)]).toEqual([
    'postgres',
    '/zhunxin',
    'zhunxin_app',
    password,
  ])
  expect(read({ ...once })).toEqual(once)
})

test('an empty variable counts as not set', () => {
  const empty = { METRICS_TOKEN: 'abcdefghijklmnop', METRICS_TOKEN_FILE: '', DATABASE_PASSWORD: '' }
  expect(read({ ...empty })).toEqual(empty)
})

test('all that is wrong is said at once, and no value is repeated', () => {
  const wrong = {
    METRICS_TOKEN: 'secret-of-metrics',
    METRICS_TOKEN_FILE: file('other', 'secret-of-a-file'),
    OIDC_CLIENT_SECRET_FILE: path.join(folder, 'none'),
    SMTP_URL_FILE: file('empty', '\n'),
    DATABASE_URL: 'postgresql://app:secret-of-app@postgres/zhunxin',
    DATABASE_PASSWORD: 'secret-of-another',
    DATABASE_OWNER_PASSWORD: 'secret-of-owner',
  }
  const said = (() => {
    try {
      readSecrets({ ...wrong })
    } catch (error) {
      return (error as Error).message.split('\n')
    }
  })()
  expect(said).toEqual([
    'The environment is not right:',
    '  - SMTP_URL_FILE names an empty file',
    `  - OIDC_CLIENT_SECRET_FILE can't be read (ENOENT)`,
    '  - METRICS_TOKEN and METRICS_TOKEN_FILE are both set: set one',
    '  - DATABASE_URL has a password, and DATABASE_PASSWORD is set: set one',
    '  - DATABASE_OWNER_PASSWORD needs DATABASE_OWNER_URL, the address that it is for',
  ])
  expect(said?.join()).not.toContain('secret-of')
})
