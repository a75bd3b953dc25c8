import 'server-only'
import { maskedNumber } from '@/lib/accounts/mobile-number'
import { openPersonField, type PersonField } from '@/lib/accounts/person-fields'
import { openNetwork } from '@/lib/accounts/session-network'
import type { PersonActor } from '@/lib/auth/actor'
import { env } from '@/lib/core/env'
import { unwrapDataKey, unwrapIfKept } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import { ownedBy } from '@/lib/qualifications/policy'
import { certificateOf, ERASURE } from './certificate'
import { exportQualification } from './export-qualification'
import type { ExportedFiles } from './exported-files'
import { readOwnRequests } from './read-own-requests'
import { readOwnViews } from './read-own-views'

type Export = { actor: PersonActor; accountId: string; at: Date }

const VIEWS_AT_ONCE = 500

/**
 * The `data.json` of an export, in pieces: one qualification is held at a time. Its shape stands in docs/privacy.md, with
 * its version; what changes it is another version.
 */
export async function* exportRecord(given: Export, files: ExportedFiles): AsyncGenerator<string> {
  const { actor, accountId, at } = given
  const head = {
    schema: 'zhunxin/account-export',
    version: 1,
    exportedAt: at,
    portal: env().ZHUNXIN_URL.origin,
    account: await accountOf(given),
    person: await personOf(actor),
    consents: await consentsOf(actor),
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
        const key = await unwrapIfKept(user.dataKey)
        const phone = key && user.phoneSealed && openPersonField(key, user.id, 'phone_sealed', user.phoneSealed)
        // Of the others only as much as the account page shows.
        return { isYou: user.id === actor.id, phone: phone && maskedNumber(phone), since }
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
    // Browsers from which a code alone signs in. What each holds is known here by its hash only.
    knownDevices: devices,
  }
}

const consentsOf = ({ id }: PersonActor) =>
  database().consent.findMany({
    where: { userId: id },
    orderBy: [{ givenAt: 'asc' }, { id: 'asc' }],
    select: { statement: true, textVersion: true, locale: true, givenAt: true, withdrawnAt: true },
  })

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
