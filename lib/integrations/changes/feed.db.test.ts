import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { SYSTEM } from '@/lib/actor/actor'
import { database, type Tx, transaction } from '@/lib/db/client'
import { eraseQualification } from '@/lib/privacy/erasure/erase-qualification'
import { expireQualifications } from '@/lib/qualifications/clock/expire-qualifications'
import { resumeQualification } from '@/lib/qualifications/standing/resume-qualification'
import { suspendQualification } from '@/lib/qualifications/standing/suspend-qualification'
import { someStaff } from '@/tests/factories/review'
import { anApprovedSender, fileWith } from '@/tests/factories/senders'
import { pause } from '@/tests/setup/portal'
import { listSenders } from './list-senders'
import { purgeChanges } from './purge-changes'
import { readChanges } from './read-changes'
import type { KnownAccount } from './read-senders'
import { CHANGES_LOCK, sequenceChanges } from './sequence'

const OF_ALL = { accountId: null, isTest: false }

/** A copy of what the gate would answer, as a gateway has it. */
class Copy {
  readonly senders = new Map<string, KnownAccount['senders']>()
  cursor = ''

  async start(limit = 1_000): Promise<this> {
    let cursor: string | undefined
    do {
      const page = await listSenders({ ...OF_ALL, cursor, limit })
      this.take(page.accounts)
      this.cursor = page.changes
      cursor = page.next ?? undefined
    } while (cursor)
    return this
  }

  async follow(limit = 1_000): Promise<string[]> {
    const changed: string[] = []
    for (let more = true; more; ) {
      const page = await readChanges({ ...OF_ALL, after: this.cursor, limit })
      if (!page) throw new Error('The cursor is unknown')
      this.take(page.changes)
      changed.push(...page.changes.map(({ account }) => account))
      ;({ more, cursor: this.cursor } = page)
    }
    return changed
  }

  take(accounts: readonly KnownAccount[]): void {
    for (const { account, senders } of accounts) this.senders.set(account, senders)
  }
}

const note = (accountId: string) => database().senderChange.create({ data: { accountId } })

test('each act on a sender is a change, in their order, and what it is now comes with it', async () => {
  const sender = await anApprovedSender({ filing: 'NOT_FILED' })
  const { id: qualificationId, senderSignatureId, check } = sender
  const copy = await new Copy().start()
  const allowedNow = async () => {
    expect(await copy.follow()).toEqual([check.account])
    return copy.senders.get(check.account)?.[0]?.allowed.map(({ carrier }) => carrier)
  }
  await fileWith('CMCC', senderSignatureId, 'EFFECTIVE')
  expect(await allowedNow()).toEqual(['CMCC'])
  await fileWith('CTCC', senderSignatureId, 'EFFECTIVE')
  expect(await allowedNow()).toEqual(['CMCC', 'CTCC'])
  const admin = await someStaff({ roles: ['ADMIN'] })
  await suspendQualification(admin, { qualificationId, reason: 'COMPLAINTS', note: null })
  expect(await allowedNow()).toEqual([])
  await resumeQualification(admin, { qualificationId, reason: 'RESOLVED', note: null })
  expect(await allowedNow()).toEqual(['CMCC', 'CTCC'])
  expect(await copy.follow()).toEqual([])
  const [only] = copy.senders.get(check.account) ?? []
  const { validUntil } = await database().qualification.findUniqueOrThrow({ where: { id: qualificationId } })
  expect(only).toEqual({
    text: '小明书屋',
    allowed: ['CMCC', 'CTCC'].map((carrier) => ({
      ...{ carrier, uses: ['NOTIFICATION'], from: null, until: validUntil?.toISOString() },
      ...{ qualification: qualificationId, extensionNumber: '1069' },
    })),
  })
})

test('an end that the worker writes is a change, and so is an erasure, after which nothing of it is left', async () => {
  const { id, check } = await anApprovedSender()
  const copy = await new Copy().start()
  await database().qualification.update({ where: { id }, data: { validUntil: new Date(Date.now() - 60_000) } })
  expect(await copy.follow()).toEqual([check.account])
  expect(await expireQualifications()).toBe(1)
  expect(await copy.follow()).toEqual([check.account])
  expect(copy.senders.get(check.account)).toEqual([{ text: '小明书屋', allowed: [] }])
  const erasure = { id, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'RETENTION', requestId: null } as const
  await transaction((tx) => eraseQualification(tx, SYSTEM, erasure))
  expect(await copy.follow()).toEqual([check.account])
  expect(copy.senders.get(check.account)).toEqual([])
})

test('what commits late comes late, and is not passed over', async () => {
  const copy = await new Copy().start()
  const [early, late] = [randomUUID(), randomUUID()]
  await transaction(async (tx) => {
    await tx.senderChange.create({ data: { accountId: late } })
    await note(early)
    expect(await copy.follow()).toEqual([early])
  })
  expect(await copy.follow()).toEqual([late])
})

test('who reads while another sequences waits for it, and misses nothing that was committed before', async () => {
  const copy = await new Copy().start()
  const accounts = Array.from({ length: 40 }, () => randomUUID())
  await Promise.all(
    accounts.map(async (account) => {
      await note(account)
      const { cursor } = copy
      const page = await readChanges({ ...OF_ALL, after: cursor, limit: 1_000 })
      expect(page?.changes.map((change) => change.account)).toContain(account)
    }),
  )
  const changed = await copy.follow(7)
  expect(changed.toSorted()).toEqual(accounts.toSorted())
})

test('a place that another sequencer is giving stays, and what it did not see comes after it', async () => {
  const copy = await new Copy().start()
  const [first, second] = [await note(randomUUID()), await note(randomUUID())]
  let reading: Promise<string[]> = Promise.resolve([])
  await transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${CHANGES_LOCK})`
    await tx.$executeRaw`
      UPDATE sender_changes SET position = (SELECT max(position) FROM sender_changes) + 1 WHERE id = ${second.id}::uuid`
    reading = copy.follow()
    while ((await waitsForLocks(tx)) === 0) await pause(10)
  })
  expect(await reading).toEqual([second.accountId, first.accountId])
})

const waitsForLocks = async (tx: Tx) => {
  const [row] = await tx.$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()
      AND (database = (SELECT oid FROM pg_database WHERE datname = current_database()) OR locktype = 'transactionid')`
  return row.count
}

test('places have no gap and no change has two', async () => {
  await Promise.all(Array.from({ length: 30 }, () => note(randomUUID()).then(sequenceChanges)))
  const places = await database().senderChange.findMany({ orderBy: { position: 'asc' } })
  expect(places.map(({ position }) => position)).toEqual(places.map((_, n) => BigInt(n)))
})

test('a snapshot that is read while things change, and what follows, are what a later snapshot is', async () => {
  const admin = await someStaff({ roles: ['ADMIN'] })
  const senders = [await anApprovedSender(), await anApprovedSender(), await anApprovedSender()]
  const copy = new Copy()
  const starting = copy.start(1)
  for (const [n, { id: qualificationId }] of senders.entries()) {
    await suspendQualification(admin, { qualificationId, reason: 'COMPLAINTS', note: null })
    if (n !== 1) await resumeQualification(admin, { qualificationId, reason: 'RESOLVED', note: null })
  }
  const newcomer = await anApprovedSender()
  await starting
  await copy.follow(2)
  const later = await new Copy().start()
  for (const { check } of [...senders, newcomer]) {
    expect(copy.senders.get(check.account)).toEqual(later.senders.get(check.account))
  }
  expect(copy.senders.get(senders[1]?.check.account ?? '')).toMatchObject([{ allowed: [] }])
})

test('changes are retained for thirty days, and a follower who was away for longer is refused', async () => {
  const [old, first] = [await new Copy().start(), await note(randomUUID())]
  await old.follow()
  const before = old.cursor
  await note(randomUUID())
  await sequenceChanges()
  await database().$executeRaw`UPDATE sender_changes SET at = at - interval '31 days'`
  const young = await note(first.accountId)
  await purgeChanges()
  expect(await readChanges({ ...OF_ALL, after: before, limit: 9 })).toBeNull()
  expect((await database().senderChange.findMany()).map(({ id }) => id)).toEqual([young.id])
  await database().$executeRaw`UPDATE sender_changes SET at = at - interval '31 days'`
  await purgeChanges()
  expect(await readChanges({ ...OF_ALL, after: young.id, limit: 9 })).toMatchObject({ changes: [], cursor: young.id })
})
