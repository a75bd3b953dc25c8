import 'server-only'
import { can, type PersonActor } from '@/lib/actor/actor'
import { unwrapIfStored } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { DocumentKind, ErasureScope } from '@/lib/db/generated/enums'
import { ownedBy } from '@/lib/qualifications/policy'
import { fieldPlace } from '@/lib/qualifications/sealed'
import type { NamedBy } from '@/lib/rulebook/part-names'
import { rulebookOf } from '@/lib/rulebook/registry'
import { heldAmong } from '../holds/holds'
import { retainedUntil } from '../retention/retained-until'

/** Describes an erasure for which a certificate is available. */
export type OwnErasure = { id: string; at: Date; scopes: ErasureScope[] }

/** Describes what is stored of a qualification, for its applicants. */
export type StoredQualification = Awaited<ReturnType<typeof readOwnQualifications>>[number]

/** Selects the answers on which the names of documents depend. */
const OF_NAMES = {
  where: { OR: [{ key: { endsWith: '.idType' } }, { key: { in: ['organisation.type', 'organisation.certificate'] } }] },
  select: { key: true, valueSealed: true },
} satisfies Prisma.Submission$fieldsArgs

const INCLUDE = {
  dataKey: true,
  erasures: { orderBy: { at: 'asc' }, select: { id: true, at: true, scopes: true } },
  erasureRequests: { where: { state: 'WAITING' }, select: { id: true } },
  submissions: {
    orderBy: { revision: 'asc' },
    select: {
      ...{ id: true, rulebookVersion: true, fields: OF_NAMES },
      _count: { select: { fields: true, signatures: true, samples: true } },
      documents: {
        select: { kind: true, pages: { where: { file: { dataKey: { erasedAt: null } } }, select: { fileId: true } } },
      },
    },
  },
} satisfies Prisma.QualificationInclude

type Found = Prisma.QualificationGetPayload<{ include: typeof INCLUDE }>

/**
 * Returns, for each qualification of the actor's accounts, what is stored, until when, and what was erased. Newest
 * first.
 */
export async function readOwnQualifications(actor: PersonActor) {
  const found = await database().qualification.findMany({
    where: ownedBy(actor),
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    include: INCLUDE,
  })
  const ids = found.map(({ id }) => id)
  const [retention, held, notes, shown, late] = await Promise.all([
    retainedUntil(database(), ids),
    heldAmong(database(), ids),
    countNotes(ids),
    countShown(ids),
    countLate(ids),
  ])
  const names = new Map(await Promise.all(found.map(async (one) => [one.id, await namedBy(one)] as const)))
  return found.map((qualification) => {
    const { id, accountId, reference, kind, status, documentsErasedAt, detailsErasedAt, erasures } = qualification
    const until = retention.get(id)
    return {
      ...{ id, accountId, reference, kind, status, documentsErasedAt, detailsErasedAt },
      erasures: erasures satisfies OwnErasure[],
      hasRequest: qualification.erasureRequests.length > 0,
      /** Says whether a legal hold covers it, so that nothing of it is erased meanwhile. The reason is not shown. */
      isHeld: held.has(id),
      /** Undefined while it is in progress. */
      until: until && { documents: until.documents, details: until.details },
      documents: documentsOf(qualification),
      namedBy: names.get(id),
      details: detailsErasedAt
        ? null
        : { ...lastOf(qualification), notes: notes.get(id) ?? 0, shown: shown.get(id) ?? 0, late: late.get(id) ?? 0 },
    }
  })
}

/** Returns what the names of its documents depend on, by the newest revision: without answers that are erased. */
async function namedBy({ kind, dataKey, submissions }: Found): Promise<NamedBy> {
  const newest = submissions.at(-1)
  if (!newest) return {}
  const { id, rulebookVersion, fields } = newest
  const key = await unwrapIfStored(dataKey)
  const answers = key
    ? fields.map((field) => [field.key, open(key, fieldPlace(id, field.key), field.valueSealed)] as const)
    : []
  return { rules: (await rulebookOf(rulebookVersion)).kinds[kind], answers: Object.fromEntries(answers) }
}

/** Counts the files of each kind that can still be opened, in all revisions. */
function documentsOf({ submissions }: Found): { kind: DocumentKind; files: number }[] {
  const byKind = new Map<DocumentKind, Set<string>>()
  for (const { kind, pages } of submissions.flatMap(({ documents }) => documents)) {
    const files = byKind.get(kind) ?? new Set()
    for (const { fileId } of pages) files.add(fileId)
    byKind.set(kind, files)
  }
  return [...byKind].map(([kind, files]) => ({ kind, files: files.size })).filter(({ files }) => files > 0)
}

/** Returns the newest revision: it has everything that the earlier ones had, or a replacement. */
function lastOf({ submissions }: Found) {
  const { fields = 0, signatures = 0, samples = 0 } = submissions.at(-1)?._count ?? {}
  return { answers: fields, signatures, samples, revisions: submissions.length }
}

/** Counts what staff and carriers wrote about each. */
async function countNotes(ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await database().$queryRaw<{ id: string; count: bigint }[]>`
    SELECT id::text, count(*) FROM (
      SELECT qualification_id AS id FROM turns
      WHERE note_sealed IS NOT NULL AND qualification_id = ANY(${[...ids]}::uuid[])
      UNION ALL
      SELECT s.qualification_id FROM part_judgements j
      JOIN parts p ON p.id = j.part_id JOIN submissions s ON s.id = p.submission_id
      WHERE j.note_sealed IS NOT NULL AND s.qualification_id = ANY(${[...ids]}::uuid[])
      UNION ALL
      SELECT s.qualification_id FROM filings f
      JOIN sender_signatures g ON g.id = f.sender_signature_id JOIN submissions s ON s.id = g.submission_id
      WHERE f.reason_sealed IS NOT NULL AND s.qualification_id = ANY(${[...ids]}::uuid[])
    ) notes GROUP BY id`
  return new Map(rows.map(({ id, count }) => [id, Number(count)]))
}

/** Counts the warnings and notes that were shown when each was submitted, in all revisions. */
async function countShown(ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await database().$queryRaw<{ id: string; count: bigint }[]>`
    SELECT s.qualification_id::text AS id, count(*) FROM shown_findings f
    JOIN parts p ON p.id = f.part_id JOIN submissions s ON s.id = p.submission_id
    WHERE s.qualification_id = ANY(${[...ids]}::uuid[]) GROUP BY s.qualification_id`
  return new Map(rows.map(({ id, count }) => [id, Number(count)]))
}

/** Counts what was read in each after it was submitted, in all revisions. */
async function countLate(ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await database().$queryRaw<{ id: string; count: bigint }[]>`
    SELECT s.qualification_id::text AS id, count(*) FROM late_findings f
    JOIN parts p ON p.id = f.part_id JOIN submissions s ON s.id = p.submission_id
    WHERE s.qualification_id = ANY(${[...ids]}::uuid[]) GROUP BY s.qualification_id`
  return new Map(rows.map(({ id, count }) => [id, Number(count)]))
}

/** Counts a person's stored sessions: those that can still be used, and all of them. */
export async function countOwnSessions(actor: PersonActor): Promise<{ live: number; stored: number }> {
  if (!can(actor, 'qualification.own')) return { live: 0, stored: 0 }
  const now = await databaseTime()
  const where = { userId: actor.id }
  const live = { ...where, endedAt: null, endsAt: { gt: now }, idleEndsAt: { gt: now } }
  return { live: await database().session.count({ where: live }), stored: await database().session.count({ where }) }
}
