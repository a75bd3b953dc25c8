import 'server-only'
import { ATTESTED } from '@/lib/accounts/consents/attested'
import { wordsOf } from '@/lib/accounts/consents/consent-words'
import { openPersonField, type PersonField } from '@/lib/accounts/person-fields'
import type { PersonActor } from '@/lib/actor/actor'
import { env } from '@/lib/core/env'
import { maskPhone } from '@/lib/core/masking'
import { unwrapDataKey, unwrapIfStored } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import { ownedBy } from '@/lib/qualifications/policy'
import { readPasskeys } from '@/lib/sign-in/factors/read-factors'
import { openNetwork } from '@/lib/sign-in/sessions/session-network'
import { certificateOf, ERASURE } from '../erasure/certificate'
import { readOwnRequests } from '../erasure/read-own-requests'
import { exportQualification } from './export-qualification'
import type { ExportedFiles } from './exported-files'
import { readOwnViews } from './read-own-views'

type Export = { actor: PersonActor; accountId: string; at: Date }

const VIEWS_AT_ONCE = 500

/**
 * Writes the `data.json` of an export in pieces, with one qualification in memory at a time. docs/privacy.md describes
 * its shape and version; a change of the shape is a new version.
 */
export async function* exportRecord(given: Export, files: ExportedFiles): AsyncGenerator<string> {
  const { actor, accountId, at } = given
  const head = {
    schema: 'zhunxin/account-export',
    version: 3,
    exportedAt: at,
    portal: env().ZHUNXIN_URL.origin,
    account: await accountOf(given),
    person: await personOf(actor),
    consents: await consentsOf(actor),
    attestedConsents: await attestedConsentsOf(accountId),
    erasureRequests: await requestsOf(given),
    erasures: await erasuresOf(accountId),
  }
  yield JSON.stringify(head).slice(0, -1)
  yield ',"qualifications":'
  yield* list(qualificationsOf(given, files))
  yield ',"views":'
  yield* list(viewsOf(given))
  yield `,"leftOut":${JSON.stringify(files.leftOut)}}\n`
}

async function* list(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  let before = '[\n'
  for await (const item of items) {
    yield `${before}${JSON.stringify(item)}`
    before = ',\n'
  }
  yield before === '[\n' ? '[]' : ']'
}

async function* qualificationsOf({ actor, accountId }: Export, files: ExportedFiles) {
  const found = await database().qualification.findMany({
    where: { AND: [{ accountId }, ownedBy(actor)] },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  })
  for (const { id } of found) {
    const exported = await exportQualification(actor, id, files)
    if (exported) yield exported
  }
}

async function* viewsOf({ actor, accountId }: Export) {
  const own = await database().qualification.findMany({ where: { accountId }, select: { id: true } })
  const ids = new Set(own.map(({ id }) => id))
  for (let after: string | null | undefined; after !== null; ) {
    const { views, next } = await readOwnViews(actor, after, VIEWS_AT_ONCE)
    for (const { at, act, role, reference, qualificationId, kind, page, isThumbnail, reason } of views) {
      if (ids.has(qualificationId)) yield { at, act, role, reference, document: kind, page, isThumbnail, reason }
    }
    after = next
  }
}

async function accountOf({ actor, accountId }: Export) {
  const { externalRef, createdAt, members } = await database().account.findUniqueOrThrow({
    where: { id: accountId },
    include: {
      members: {
        orderBy: { createdAt: 'asc' },
        include: { user: { select: { id: true, phoneSealed: true, dataKey: true } } },
      },
    },
  })
  return {
    id: accountId,
    externalRef,
    createdAt,
    members: await Promise.all(
      members.map(async ({ createdAt: since, user }) => {
        const key = await unwrapIfStored(user.dataKey)
        const phone = key && user.phoneSealed && openPersonField(key, user.id, 'phone_sealed', user.phoneSealed)
        // Other members appear only as the account page shows them.
        return { isYou: user.id === actor.id, phone: phone && maskPhone(phone), since }
      }),
    ),
  }
}

async function personOf({ id }: PersonActor) {
  const person = await database().user.findUniqueOrThrow({
    where: { id },
    include: {
      dataKey: true,
      sessions: {
        orderBy: { createdAt: 'asc' },
        select: {
          id: true,
          audience: true,
          createdAt: true,
          lastSeenAt: true,
          endedAt: true,
          browser: true,
          system: true,
          networkSealed: true,
        },
      },
      devices: { orderBy: { createdAt: 'asc' }, select: { createdAt: true, lastSeenAt: true } },
    },
  })
  const key = await unwrapDataKey(person.dataKey)
  const opened = (column: PersonField, sealed: Uint8Array | null) => sealed && openPersonField(key, id, column, sealed)
  const { locale, createdAt, noticesBySms, noticesByEmail, noticeEmailConfirmedAt, sessions, devices } = person
  return {
    id,
    phone: opened('phone_sealed', person.phoneSealed),
    noticeEmail: opened('notice_email_sealed', person.noticeEmailSealed),
    noticeEmailConfirmedAt,
    noticesBySms,
    noticesByEmail,
    locale,
    registeredAt: createdAt,
    sessions: sessions.map(({ id: sessionId, networkSealed, ...session }) => ({
      ...session,
      network: networkSealed && openNetwork(key, sessionId, networkSealed),
    })),
    // These are the browsers in which a code alone signs in. Only the hash of each one's secret is stored here.
    knownDevices: devices,
    passkeys: (await readPasskeys(id)).map(({ name, createdAt, lastUsedAt }) => ({ name, createdAt, lastUsedAt })),
  }
}

async function consentsOf({ id }: PersonActor) {
  const rows = await database().consent.findMany({
    where: { userId: id },
    orderBy: [{ givenAt: 'asc' }, { id: 'asc' }],
    select: { statement: true, textVersion: true, locale: true, givenAt: true, withdrawnAt: true },
  })
  return Promise.all(rows.map(async (row) => ({ ...row, text: await textOf(row) })))
}

const textOf = async (consent: Parameters<typeof wordsOf>[0]) => (await wordsOf(consent))?.text ?? null

/** Returns what systems of the platform attested before anybody was a member. */
async function attestedConsentsOf(accountId: string) {
  const rows = await database().consent.findMany({
    where: { ...ATTESTED, accountId },
    orderBy: [{ givenAt: 'asc' }, { id: 'asc' }],
    include: { attestedByKey: { select: { name: true } } },
  })
  const texts = await Promise.all(rows.map(textOf))
  return rows.map(({ statement, textVersion, locale, agreedAt, means, ...row }, at) => ({
    ...{ statement, textVersion, text: texts[at] ?? null, locale, agreedAt, means },
    attestedBy: row.attestedByKey?.name,
    attestedAt: row.givenAt,
    reference: row.recordReference,
    sha256: row.recordSha256 && Buffer.from(row.recordSha256).toString('hex'),
    withdrawnAt: row.withdrawnAt,
  }))
}

async function requestsOf({ actor, accountId }: Export) {
  const requests = await readOwnRequests(actor)
  return requests
    .filter((request) => request.accountId === accountId)
    .map(({ id, state, obstacles, requestedAt, decidedAt, reason, note, qualification, erasures, isOwn }) => ({
      ...{ id, state, obstacles, requestedAt, decidedAt, reason, note },
      reference: qualification?.reference ?? null,
      isYours: isOwn,
      erasureIds: erasures.map(({ id }) => id),
    }))
}

async function erasuresOf(accountId: string) {
  const found = await database().erasure.findMany({ where: { accountId }, orderBy: { at: 'asc' }, include: ERASURE })
  return Promise.all(found.map(certificateOf))
}
