import { expect, test } from 'vitest'
import { parseEnv } from './env'
import { EnvironmentError } from './environment/environment-error'

const DATABASE_URL = 'postgresql://zhunxin@127.0.0.1:5432/zhunxin'

test('needs a database and nothing else', () => {
  const env = parseEnv({ DATABASE_URL, HOST: '' })
  expect(env).toMatchObject({
    HOST: '127.0.0.1',
    PORT: 3000,
    isLoopback: true,
    isHttps: false,
    ZHUNXIN_WORKER: 'portal',
  })
  expect(env.ZHUNXIN_URL.href).toBe('http://localhost:3000/')
})

test('the owner has another login of the same database', () => {
  const owner = (name: string) => `postgresql://owner@127.0.0.1:5432/${name}`
  expect(parseEnv({ DATABASE_URL, DATABASE_OWNER_URL: owner('zhunxin') }).DATABASE_OWNER_URL).toBe(owner('zhunxin'))
  expect(parseEnv({ DATABASE_URL, DATABASE_OWNER_URL: '' }).DATABASE_OWNER_URL).toBeUndefined()
  expect(() => parseEnv({ DATABASE_URL, DATABASE_OWNER_URL: owner('another') })).toThrow(
    'DATABASE_OWNER_URL must name the database of DATABASE_URL',
  )
})

test('says all that is wrong in one list, and never what was given', () => {
  const attempt = () =>
    parseEnv({ PORT: '99999', ZHUNXIN_URL: 'ftp://secret.example', ZHUNXIN_WORKER: 'maybe', LOG_LEVEL: 'loud' })
  expect(attempt).toThrow(EnvironmentError)
  try {
    attempt()
  } catch (error) {
    const { problems, message } = error as EnvironmentError
    expect(problems).toHaveLength(5)
    for (const name of ['DATABASE_URL', 'PORT', 'ZHUNXIN_URL', 'ZHUNXIN_WORKER', 'LOG_LEVEL']) {
      expect(message).toContain(name)
    }
    expect(message).not.toContain('secret')
  }
})

test.each([
  [{ HOST: '0.0.0.0' }, false],
  [{ ZHUNXIN_URL: 'https://sms.example.cn' }, false],
  [{ HOST: '::1', ZHUNXIN_URL: 'http://127.0.0.1:4000' }, true],
])('%j is loopback: %s', (given, expected) => {
  expect(parseEnv({ DATABASE_URL, ...given }).isLoopback).toBe(expected)
})

test.each([
  [undefined, 60],
  ['5', 5],
])('REVEALS_AN_HOUR %s is %s', (given, expected) => {
  expect(parseEnv({ DATABASE_URL, REVEALS_AN_HOUR: given }).REVEALS_AN_HOUR).toBe(expected)
})

test.each(['0', '-1', '1.5', 'many', '100001'])('REVEALS_AN_HOUR is no %s', (given) => {
  expect(() => parseEnv({ DATABASE_URL, REVEALS_AN_HOUR: given })).toThrow('REVEALS_AN_HOUR')
})

test.each([
  [undefined, 50],
  ['0', 0],
])('UNMASKED_ROWS_ALONE %s is %s', (given, expected) => {
  expect(parseEnv({ DATABASE_URL, UNMASKED_ROWS_ALONE: given }).UNMASKED_ROWS_ALONE).toBe(expected)
})

test.each(['-1', '1.5', 'many', '100001'])('UNMASKED_ROWS_ALONE is no %s', (given) => {
  expect(() => parseEnv({ DATABASE_URL, UNMASKED_ROWS_ALONE: given })).toThrow('UNMASKED_ROWS_ALONE')
})

test('trusts the proxies that are named, and none otherwise', () => {
  const { TRUSTED_PROXIES } = parseEnv({ DATABASE_URL, TRUSTED_PROXIES: '10.0.0.0/8, ::1' })
  expect(['10.1.2.3', '::1', '127.0.0.1'].map((address) => TRUSTED_PROXIES.has(address))).toEqual([true, true, false])
  expect(parseEnv({ DATABASE_URL }).TRUSTED_PROXIES.has('127.0.0.1')).toBe(false)
  for (const wrong of ['localhost', '10.0.0.0/40', '0.0.0.0/0']) {
    expect(() => parseEnv({ DATABASE_URL, TRUSTED_PROXIES: wrong }), wrong).toThrow(
      'TRUSTED_PROXIES must be addresses or networks, such as',
    )
  }
})

test.each([
  { HOST: '0.0.0.0' },
  { ZHUNXIN_URL: 'https://sms.example.cn' },
  { SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'demo@mail.example' },
])('a demo shows passwords and codes, so it refuses %j', (given) => {
  expect(() => parseEnv({ DATABASE_URL, ZHUNXIN_DEMO: '1', ...given })).toThrow('ZHUNXIN_DEMO may be 1 only where')
  expect(parseEnv({ DATABASE_URL, ...given }).isDemo).toBe(false)
})

test('keys are rotated after 30 days and destroyed after 35 more, or as set', () => {
  expect(parseEnv({ DATABASE_URL })).toMatchObject({ KEY_ROTATION_DAYS: 30, BACKUP_RETENTION_DAYS: 35 })
  const set = { KEY_ROTATION_DAYS: '90', BACKUP_RETENTION_DAYS: '0' }
  expect(parseEnv({ DATABASE_URL, ...set })).toMatchObject({ KEY_ROTATION_DAYS: 90, BACKUP_RETENTION_DAYS: 0 })
  for (const wrong of [{ KEY_ROTATION_DAYS: '0' }, { BACKUP_RETENTION_DAYS: 'never' }, { KEY_ROTATION_DAYS: '1.5' }]) {
    expect(() => parseEnv({ DATABASE_URL, ...wrong })).toThrow(Object.keys(wrong)[0])
  }
})

test('a demo is one by ZHUNXIN_DEMO=1 alone', () => {
  expect(parseEnv({ DATABASE_URL, ZHUNXIN_DEMO: '1' }).isDemo).toBe(true)
  expect(parseEnv({ DATABASE_URL }).isDemo).toBe(false)
})

test.each([
  [{ S3_ENDPOINT: 'https://s3.example.cn' }, 'S3_BUCKET is needed with S3_ENDPOINT'],
  [{ S3_BUCKET: 'vault', S3_ACCESS_KEY_ID: 'id' }, 'S3_SECRET_ACCESS_KEY is needed with S3_ACCESS_KEY_ID'],
  [{ S3_BUCKET: 'vault', S3_SECRET_ACCESS_KEY: 's' }, 'S3_ACCESS_KEY_ID is needed with S3_SECRET_ACCESS_KEY'],
  [{ S3_BUCKET: 'vault', S3_ENDPOINT: 'https://s3.example.cn/vault' }, 'S3_ENDPOINT must have no path'],
  [{ S3_BUCKET: 'vault', BLOBS_FOLDER: '/mnt/blobs' }, 'BLOBS_FOLDER may not be set beside S3_BUCKET'],
  [{ DRAIN_SECONDS: '16' }, 'DRAIN_SECONDS'],
  [{ CLAMAV_SOCKET: '/run/clamd', CLAMAV_HOST: 'clamd' }, 'CLAMAV_HOST may not be set beside CLAMAV_SOCKET'],
])('%j is not whole', (given, says) => {
  expect(() => parseEnv({ DATABASE_URL, ...given })).toThrow(says)
})

test('where figures are read is an address with a port, and who reads them has a token that nobody guesses', () => {
  const given = (METRICS_LISTEN: string) => parseEnv({ DATABASE_URL, METRICS_LISTEN }).METRICS_LISTEN
  expect(given('127.0.0.1:9464')).toEqual({ host: '127.0.0.1', port: 9464 })
  expect(given('[::1]:9464')).toEqual({ host: '::1', port: 9464 })
  expect(given('')).toBeUndefined()
  for (const wrong of ['9464', ':9464', '127.0.0.1', '127.0.0.1:0', '127.0.0.1:65536', '::1:9464', 'http://x:1'])
    expect(() => given(wrong), wrong).toThrow(/METRICS_LISTEN must be an address and a port/)
  expect(() => parseEnv({ DATABASE_URL, METRICS_TOKEN: 'short' })).toThrow(/METRICS_TOKEN must be 16/)
})

test('figures are read from other machines by a token alone', () => {
  const METRICS_TOKEN = 'abcdefghijklmnop'
  for (const METRICS_LISTEN of ['0.0.0.0:9464', '[::]:9464', '10.0.0.7:9464']) {
    expect(() => parseEnv({ DATABASE_URL, METRICS_LISTEN })).toThrow(/METRICS_TOKEN is needed with METRICS_LISTEN/)
    expect(parseEnv({ DATABASE_URL, METRICS_LISTEN, METRICS_TOKEN }).METRICS_LISTEN?.port).toBe(9464)
  }
  for (const METRICS_LISTEN of ['127.0.0.1:9464', 'localhost:9464', '[::1]:9464'])
    expect(parseEnv({ DATABASE_URL, METRICS_LISTEN }).METRICS_LISTEN?.port).toBe(9464)
})
