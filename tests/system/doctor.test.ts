import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Finding } from '@/lib/cli/doctor/finding'
import { asOwner } from '@/lib/db/owner'
import { canPause, pauseServer } from '@/tests/setup/paused-server'
import { startCommand } from '@/tests/setup/portal'
import { servePost, status } from '@/tests/setup/providers/smtp'
import { type System, startSystem } from '@/tests/setup/system'

let system: System
let elsewhere: string

beforeAll(async () => {
  elsewhere = mkdtempSync(path.join(tmpdir(), 'zhunxin-doctor-'))
  system = await startSystem()
})
afterAll(async () => {
  await system?.stop()
  rmSync(elsewhere, { recursive: true, force: true })
})

type Report = { status: 'ok' | 'failed'; findings: Finding[]; code: number | null }

async function examined(env: Record<string, string> = {}): Promise<Report> {
  const doctor = startCommand('scripts/doctor.mjs', { ...system.environment, ...env }, ['--json'])
  const code = await doctor.exited
  return { ...(JSON.parse(doctor.output()) as Omit<Report, 'code'>), code }
}
const of = ({ findings }: Report, check: string) => findings.filter((finding) => finding.check === check)
const verdictsOf = (report: Report, check: string) => of(report, check).map(({ verdict }) => verdict)

/** Lists every file of a folder, and when it was changed, without those that a serving portal changes all the time. */
const contents = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/^(audit|blobs)/.test(name))
    .map((name) => [name, statSync(path.join(folder, name)).mtimeMs])

test('next to a portal that serves all is well, and nothing of it is changed', async () => {
  const before = contents(system.dataFolder)
  const report = await examined()
  expect(report).toMatchObject({ status: 'ok', code: 0 })
  for (const check of ['environment', 'variables', 'folder', 'keyring', 'OPERATOR_INCOMPLETE', 'clock'])
    expect(verdictsOf(report, check), check).toEqual(['ok'])
  expect(new Set(verdictsOf(report, 'database'))).toEqual(new Set(['ok']))
  for (const { verdict, todo } of report.findings)
    expect(todo !== undefined).toBe(['warning', 'failed'].includes(verdict))
  expect(contents(system.dataFolder)).toEqual(before)
})

test('printed as lines, each part has its state and what to do', async () => {
  const doctor = startCommand('scripts/doctor.mjs', { ...system.environment, ZHUNXIN_DAT: 'x' }, [])
  expect(await doctor.exited).toBe(0)
  expect(doctor.output()).toMatch(/^warning {2}variables +ZHUNXIN_DAT .* → Did you mean ZHUNXIN_DATA\?$/m)
})

test('an operator whom applicants can’t name or reach is a warning', async () => {
  const report = await examined({ OPERATOR_NAME: '', OPERATOR_PHONE: '', OPERATOR_EMAIL: '' })
  expect(report.code).toBe(0)
  expect(verdictsOf(report, 'OPERATOR_INCOMPLETE')).toEqual(['warning'])
})

test('all that is wrong with the environment is said at once, and nothing is tried with it', async () => {
  const report = await examined({ PORT: 'many', SMS_PROVIDER: 'pigeon' })
  expect(report).toMatchObject({ status: 'failed', code: 1 })
  expect(of(report, 'environment').map(({ says }) => says)).toEqual([
    'PORT must be a number.',
    'SMS_PROVIDER must be tencent or alibaba.',
  ])
  expect(verdictsOf(report, 'all else')).toEqual(['skipped'])
})

test('an installation that never started has warnings, and gets nothing', async () => {
  const folder = path.join(elsewhere, 'new')
  const report = await examined({ ZHUNXIN_DATA: folder, ZHUNXIN_KEYRING: '', DATABASE_URL: '', DATABASE_OWNER_URL: '' })
  expect(report.code).toBe(0)
  expect(verdictsOf(report, 'database')).toEqual(['warning'])
  for (const check of ['store', 'DISK_LOW', 'KEYRING_NOT_WRITABLE'])
    expect(verdictsOf(report, check), check).toEqual(['skipped'])
  expect(existsSync(folder)).toBe(false)
})

test('before the first start on a database of one’s own, what is missing is made by that start', async () => {
  await asOwner((client) => client.query('CREATE DATABASE empty'))
  const empty = (url = '') => Object.assign(new URL(url), { pathname: '/empty' }).href
  const folder = path.join(elsewhere, 'own')
  mkdirSync(folder, { mode: 0o700 })
  const { DATABASE_URL: application, DATABASE_OWNER_URL: owner } = system.environment
  const logins = { DATABASE_URL: empty(application), DATABASE_OWNER_URL: empty(owner) }
  const report = await examined({ ZHUNXIN_DATA: folder, ZHUNXIN_KEYRING: '', ...logins })
  expect(of(report, 'keyring')).toMatchObject([{ verdict: 'warning', says: 'There is no keyring yet.' }])
  expect(of(report, 'database')).toContainEqual(expect.objectContaining({ says: 'The database is empty.' }))
  expect(of(report, 'WORKER_MISSING')).toMatchObject([
    { verdict: 'skipped', says: 'It needs the database, which the first start fills.' },
  ])
  expect(report.findings.filter(({ verdict }) => verdict === 'failed')).toEqual([])
  expect(report.findings.filter(({ says }) => says === 'No result in time.')).toEqual([])
})

test('a folder for documents is tried where it is', async () => {
  const blobs = path.join(elsewhere, 'blobs')
  mkdirSync(blobs)
  const report = await examined({ BLOBS_FOLDER: blobs })
  expect(of(report, 'store')).toMatchObject([{ verdict: 'ok', says: expect.stringContaining(blobs) }])
})

test('a folder that others can read, a keyring of another installation and a restore that stopped', async () => {
  const folder = path.join(elsewhere, 'open')
  mkdirSync(folder)
  writeFileSync(path.join(folder, 'server-actions.key'), 'x', { mode: 0o644 })
  mkdirSync(path.join(folder, 'restoring'))
  chmodSync(folder, 0o755)
  const other = JSON.stringify({ active: 'other', keys: { other: Buffer.alloc(32, 8).toString('base64') } })
  const report = await examined({ ZHUNXIN_DATA: folder, ZHUNXIN_KEYRING: other })
  expect(report.code).toBe(1)
  expect(of(report, 'folder').map(({ verdict, todo }) => [verdict, todo])).toEqual([
    ['failed', 'Run the same `npm run restore` again.'],
    ['warning', `chmod 700 ${folder}`],
    ['warning', `chmod 600 ${path.join(folder, 'server-actions.key')}`],
  ])
  expect(of(report, 'keyring')).toMatchObject([{ verdict: 'failed', says: expect.stringContaining('lacks the key') }])
})

test('rights too many, and an owner that is none', async () => {
  await asOwner((client) => client.query('GRANT TRUNCATE ON accounts TO zhunxin_app'))
  const report = await examined({ DATABASE_OWNER_URL: system.environment.DATABASE_URL ?? '' })
  expect(report.code).toBe(1)
  const says = of(report, 'database').map(({ says: said }) => said)
  expect(says).toContainEqual(expect.stringContaining('TRUNCATE'))
  expect(says).toContainEqual("The owner's login may not create in the database.")
})

test('a database that is unavailable: each reason with what to do, and the rest is looked at all the same', async () => {
  const wrong = (change: (url: URL) => void) => {
    const url = new URL(system.environment.DATABASE_URL ?? '')
    change(url)
    return examined({ DATABASE_URL: url.href })
  }
  const password = await wrong((url) => {
    url.password = 'wrong'
  })
  expect(of(password, 'database')).toMatchObject([{ verdict: 'failed', todo: 'Correct the password in DATABASE_URL.' }])
  const nowhere = await wrong((url) => {
    url.search = ''
    url.host = '127.0.0.1:1'
  })
  expect(of(nowhere, 'database')).toMatchObject([{ verdict: 'failed', says: expect.stringContaining('ECONNREFUSED') }])
  expect(verdictsOf(nowhere, 'folder')).toEqual(['ok'])
  expect(verdictsOf(nowhere, 'keyring')).toEqual(['ok'])
  expect(verdictsOf(nowhere, 'clock')).toEqual(['skipped'])
})

test.skipIf(!canPause)('a paused database takes no longer than any other part', async () => {
  const resume = pauseServer(path.dirname(system.dataFolder))
  try {
    const start = performance.now()
    const report = await examined()
    expect(of(report, 'database')).toMatchObject([{ verdict: 'failed', says: expect.stringContaining('SILENT') }])
    expect(performance.now() - start).toBeLessThan(30_000)
  } finally {
    resume()
  }
})

test('a mail server is signed in to, and gets no mail', async () => {
  const post = await servePost({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, done) => (password === 'right' ? done(null, { user: 'a' }) : done(status(535))),
  })
  const as = (password: string) => ({ SMTP_URL: post.url.replace('//', `//a:${password}@`), MAIL_FROM: 'a@example.cn' })
  expect(verdictsOf(await examined(as('right')), 'mail')).toEqual(['ok'])
  expect(of(await examined(as('wrong')), 'mail')).toMatchObject([
    { verdict: 'failed', says: expect.stringContaining('SMTP_535') },
  ])
  expect(post.mails).toEqual([])
  await post.stop()
  expect(verdictsOf(await examined(as('right')), 'mail')).toEqual(['failed'])
})
