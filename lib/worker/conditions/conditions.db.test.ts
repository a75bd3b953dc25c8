import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { MINUTE } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import type { Channel, ConditionKind } from '@/lib/db/generated/enums'
import { asOwner } from '@/lib/db/owner'
import { DeliveryError } from '@/lib/notifications/gateways/delivery'
import type { Gateways } from '@/lib/notifications/gateways/gateways'
import { claimMessages } from '@/lib/notifications/outbox/claim-messages'
import { enqueueMessage } from '@/lib/notifications/outbox/enqueue-message'
import { sendMessage } from '@/lib/notifications/outbox/send-message'
import { SMS_TEMPLATES } from '@/lib/notifications/templates'
import { rewriteAsOwner } from '@/tests/factories/audit-log'
import { anEndpoint } from '@/tests/factories/webhooks'
import { TENCENT } from '@/tests/setup/providers/tencent'
import { startHeartbeat } from '../jobs/heartbeat'
import { CONDITION_KINDS, CONDITIONS } from './table'

const given = vi.hoisted((): { variables: Record<string, string> } => ({ variables: {} }))
vi.mock(import('@/lib/core/env'), async (original) => {
  const { parseEnv, ...rest } = await original()
  return { ...rest, parseEnv, env: () => parseEnv({ ...process.env, ...given.variables }) }
})
beforeEach(() => {
  given.variables = {
    SMS_PROVIDER: 'tencent',
    SMS_SIGN_NAME: '准信',
    SMS_TEMPLATES: JSON.stringify(Object.fromEntries(SMS_TEMPLATES.map((name) => [name, '1']))),
    ...TENCENT,
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'a@example.cn',
  }
})

const find = (kind: ConditionKind) => CONDITIONS[kind].probe()
const holds = async (kind: ConditionKind) => (await find(kind)).holds

describe.each([
  ['SMS', 'SMS_FAILING', '+8613900001111'],
  ['EMAIL', 'EMAIL_FAILING', 'a@example.cn'],
] as const)('%s', (channel: Channel, kind, to) => {
  beforeEach(() => database().outboxMessage.deleteMany())
  const message = () =>
    transaction((tx) =>
      enqueueMessage(tx, { channel, template: 'SUBMITTED', locale: 'en', to, params: { reference: 'ZX-1' } }),
    )
  const OUTAGE = new DeliveryError('UNREACHABLE', 'ECONNREFUSED')
  const attempt = async (error: DeliveryError | null) => {
    const send = async () => {
      if (error) throw error
      return null
    }
    await database().outboxMessage.updateMany({ where: { state: 'PENDING' }, data: { dueAt: new Date(0) } })
    await database().$executeRaw`UPDATE outbox_messages SET due_at = clock_timestamp() - interval '1 second'`
    const gateways: Gateways = { SMS: { name: 'tencent', send }, EMAIL: { name: 'smtp', send } }
    for (const claimed of await claimMessages([channel], 1)) await sendMessage(claimed, gateways)
  }

  test('fails once three attempts in a row did, of one message too, and until one is sent', async () => {
    await message()
    for (const isFailing of [false, false, true]) {
      await attempt(OUTAGE)
      expect(await holds(kind)).toBe(isFailing)
    }
    await message()
    await attempt(OUTAGE)
    expect(await holds(kind)).toBe(true)
    await attempt(null)
    expect(await holds(kind)).toBe(false)
    await message()
    await attempt(OUTAGE)
    expect(await holds(kind)).toBe(false)
  })

  test.each(['REFUSED', 'THROTTLED'] as const)(
    'neither fails nor works again by numbers or addresses that are %s',
    async (answer) => {
      const invalid = new DeliveryError(answer, 'one.recipient', true)
      const attempts = async (...errors: (DeliveryError | null)[]) => {
        for (const error of errors) {
          await database().outboxMessage.deleteMany()
          await message()
          await attempt(error)
        }
        return holds(kind)
      }
      await attempts(null)
      expect(await attempts(invalid, invalid, invalid, invalid)).toBe(false)
      expect(await database().failingChannel.count({ where: { channel } })).toBe(0)
      expect(await attempts(OUTAGE, OUTAGE, invalid)).toBe(false)
      expect(await attempts(OUTAGE)).toBe(true)
      expect(await attempts(invalid, invalid)).toBe(true)
      expect(await attempts(null)).toBe(false)
    },
  )

  test('does not fail where nothing sends it', async () => {
    await database().failingChannel.deleteMany()
    await database().failingChannel.create({ data: { channel, attempts: 9, failure: 'REFUSED', since: new Date() } })
    expect(await holds(kind)).toBe(true)
    given.variables = {}
    expect(await holds(kind)).toBe(false)
  })

  test('has messages that wait once one is due for two minutes, and a gateway is there', async () => {
    const { id } = await message()
    const due = (seconds: number) => database().$executeRaw`
      UPDATE outbox_messages SET due_at = clock_timestamp() - make_interval(secs => ${seconds}) WHERE id = ${id}::uuid`
    await due(60)
    expect(await holds('MESSAGES_WAITING')).toBe(false)
    await due(121)
    expect(await holds('MESSAGES_WAITING')).toBe(true)
    const configured = given.variables
    given.variables = {}
    expect(await holds('MESSAGES_WAITING')).toBe(false)
    given.variables = configured
    await due(4 * 86_400)
    expect(await holds('MESSAGES_WAITING')).toBe(false) // given up
  })
})

describe('what an installation does not use', () => {
  const unused = async () => {
    const found = await Promise.all(CONDITION_KINDS.map(async (kind) => ({ kind, ...(await find(kind)) })))
    return found.flatMap(({ kind, holds, isUnused }) => (isUnused && !holds ? [kind] : []))
  }
  const SETTINGS = ['SCANNER_UNREACHABLE', 'AUDIT_LOG_NOT_WITNESSED', 'READER_FAILING', 'CERTIFICATE_ENDING']
  const MESSAGES = ['SMS_FAILING', 'EMAIL_FAILING', 'SMS_TEMPLATES_MISSING', 'MESSAGES_WAITING']

  test('is not reported as well: no settings, no webhooks, no backup', async () => {
    given.variables = { READ_DOCUMENTS: '0' }
    expect((await unused()).sort()).toEqual([...SETTINGS, ...MESSAGES, 'WEBHOOKS_FAILING', 'BACKUP_OLD'].sort())
  })

  test('is checked once it is used', async () => {
    given.variables.ZHUNXIN_URL = 'https://127.0.0.1:9'
    expect((await unused()).sort()).toEqual(
      ['SCANNER_UNREACHABLE', 'AUDIT_LOG_NOT_WITNESSED', 'WEBHOOKS_FAILING', 'BACKUP_OLD'].sort(),
    )
    await anEndpoint()
    expect(await unused()).not.toContain('WEBHOOKS_FAILING')
  })
})

test('SMS templates are missing while the provider has no id for one of them', async () => {
  expect(await holds('SMS_TEMPLATES_MISSING')).toBe(false)
  given.variables.SMS_TEMPLATES = JSON.stringify({
    ...JSON.parse(given.variables.SMS_TEMPLATES ?? ''),
    SUBMITTED: undefined,
  })
  const details = { templatesWithoutId: ['SUBMITTED'] }
  expect(await find('SMS_TEMPLATES_MISSING')).toEqual({ holds: true, details })
  given.variables = {}
  expect(await holds('SMS_TEMPLATES_MISSING')).toBe(false)
})

describe('jobs are stuck', () => {
  const name = 'messaging.purge'
  afterEach(() => database().$executeRaw`DELETE FROM pgboss.job`)
  const job = async (state: string, minutes: number, of: string = name) => {
    const id = newId()
    await database().$executeRaw`
      INSERT INTO pgboss.job (id, name, state, start_after, started_on, completed_on)
      SELECT ${id}::uuid, ${of}, ${state}::pgboss.job_state, at, at, at
      FROM (SELECT clock_timestamp() - make_interval(mins => ${minutes}::int) AS at) time`
    return id
  }
  const stuck = async () => (await find('JOBS_STUCK')).details?.stuckJobs ?? []

  test.each(['created', 'active'])('when one is %s for more than ten minutes', async (state) => {
    await job(state, 9)
    expect(await stuck()).toEqual([])
    const late = await job(state, 11, 'reports.ask-monthly')
    expect(await stuck()).toEqual(['reports.ask-monthly'])
    await database()
      .$executeRaw`UPDATE pgboss.job SET state = 'completed', completed_on = now() WHERE id = ${late}::uuid`
    expect(await stuck()).toEqual([])
  })

  test('when its last three runs failed', async () => {
    for (const minutes of [50, 40]) await job('failed', minutes)
    await job('completed', 30)
    for (const minutes of [20, 10]) await job('failed', minutes)
    expect(await stuck()).toEqual([])
    await job('failed', 5)
    expect(await stuck()).toEqual([name])
    await job('completed', 1)
    expect(await stuck()).toEqual([])
  })
})

describe('a backup is old', () => {
  const made = (action: 'backup.made' | 'staff.disabled') =>
    transaction((tx) =>
      action === 'backup.made'
        ? recordAudit(tx, SYSTEM, { action, subjectId: null, data: { backupId: newId(), missing: 0, withKeys: false } })
        : recordAudit(tx, SYSTEM, { action, subjectId: newId(), data: {} }),
    )
  const UNUSED = { holds: false, isUnused: true }
  const letPass = (days: number) => rewriteAsOwner(`UPDATE audit_events SET at = at - interval '${days} days'`)

  test('after two days without one, counted from the start of the installation or from the last', async () => {
    await made('staff.disabled')
    await letPass(1.9)
    expect(await find('BACKUP_OLD')).toEqual(UNUSED)
    await letPass(0.2)
    expect(await holds('BACKUP_OLD')).toBe(true)
    await made('backup.made')
    expect(await find('BACKUP_OLD')).toEqual({ holds: false })
    await letPass(2.1)
    expect(await holds('BACKUP_OLD')).toBe(true)
    given.variables.BACKUP_WARNING_DAYS = '3'
    expect(await holds('BACKUP_OLD')).toBe(false)
    given.variables.BACKUP_WARNING_DAYS = '0'
    await letPass(1_000)
    expect(await find('BACKUP_OLD')).toEqual(UNUSED)
  })

  test('is looked up in an index of backups alone', async () => {
    const plan = await asOwner((client) =>
      client.query(`SET LOCAL enable_seqscan = off;
        EXPLAIN SELECT max(at) FROM audit_events WHERE action IN ('backup.made', 'backup.restored')`),
    )
    expect(JSON.stringify(plan)).toContain('audit_events_backups_idx')
  })
})

describe('the disk is low', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhunxin-disk-'))
  const hasDisk = mounted()
  function mounted(): boolean {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'none', folder], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }
  afterAll(() => {
    if (hasDisk) execFileSync('umount', [folder])
    rmSync(folder, { recursive: true })
  })

  test.skipIf(!hasDisk)('(as root) while less than a tenth of a small one is free', async () => {
    given.variables.BLOBS_FOLDER = folder
    const filler = join(folder, 'filler')
    const { bavail, bsize } = statfsSync(folder)
    expect(await holds('DISK_LOW')).toBe(false)
    writeFileSync(filler, Buffer.alloc(bavail * bsize * 0.88))
    expect(await holds('DISK_LOW')).toBe(false)
    writeFileSync(filler, Buffer.alloc(bavail * bsize * 0.92))
    expect(await find('DISK_LOW')).toEqual({ holds: true, details: { lowDisks: ['BLOBS_FOLDER'] } })
    given.variables = { ZHUNXIN_DATA: folder }
    expect(await find('DISK_LOW')).toEqual({ holds: true, details: { lowDisks: ['ZHUNXIN_DATA'] } })
    rmSync(filler)
    expect(await holds('DISK_LOW')).toBe(false)
  })
})

describe('a certificate ends', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhunxin-certificate-'))
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')]
  afterAll(() => rmSync(folder, { recursive: true }))
  afterEach(() => void vi.useRealTimers())
  const OPENSSL = '/usr/bin/openssl'
  const make = (days: number) => {
    const options = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=localhost']
    const files = ['-keyout', key, '-out', certificate, '-days', `${days}`]
    execFileSync(OPENSSL, ['req', '-x509', ...options, ...files], { stdio: 'ignore' })
    return { cert: readFileSync(certificate), key: readFileSync(key) }
  }
  const later = (minutes: number) => {
    const at = Date.now() + minutes * MINUTE
    vi.useRealTimers()
    vi.useFakeTimers({ toFake: ['Date'], now: at })
  }

  test.skipIf(!existsSync(OPENSSL))('in its last fourteen days, as served, and until another one is', async () => {
    const server = createServer(make(100)).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    given.variables.ZHUNXIN_URL = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    expect(await holds('CERTIFICATE_ENDING')).toBe(false)
    later(85 * 24 * 60)
    expect(await holds('CERTIFICATE_ENDING')).toBe(false)
    later(2 * 24 * 60)
    expect(await find('CERTIFICATE_ENDING')).toEqual({
      holds: true,
      details: { endingCertificates: ['ZHUNXIN_URL'] },
    })
    server.setSecureContext(make(200))
    later(11)
    expect(await holds('CERTIFICATE_ENDING')).toBe(false)
    await new Promise((resolve) => server.close(resolve))
    later(11)
    expect(await holds('CERTIFICATE_ENDING')).toBe(false) // nobody is there to ask
  })
})

test('a worker is missing from the start, and again once it is silent', async () => {
  expect(await holds('WORKER_MISSING')).toBe(true)
  const heartbeat = await startHeartbeat()
  expect(await holds('WORKER_MISSING')).toBe(false)
  await database().$executeRaw`UPDATE worker_heartbeats SET beat_at = beat_at - interval '1 minute'`
  expect(await holds('WORKER_MISSING')).toBe(true)
  await heartbeat.stop()
})

test('the operator is incomplete until its name and a way to reach it are set or entered', async () => {
  given.variables = { OPERATOR_NAME: '', OPERATOR_PHONE: '', OPERATOR_EMAIL: '' }
  expect(await find('OPERATOR_INCOMPLETE')).toEqual({ holds: true, details: { operatorLacks: ['NAME', 'CONTACT'] } })
  given.variables = { OPERATOR_NAME: '', OPERATOR_PHONE: '' }
  expect(await find('OPERATOR_INCOMPLETE')).toEqual({ holds: true, details: { operatorLacks: ['NAME'] } })
  await database().operatorEdition.create({ data: { edition: 1, name: '样本短信', enteredById: newId() } })
  expect(await holds('OPERATOR_INCOMPLETE')).toBe(false)
})
