import 'server-only'
import { randomBytes } from 'node:crypto'
import type { PersonActor } from '@/lib/auth/actor'
import { dateIn } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { createDataKey, dataKeyIfKept } from '@/lib/crypto/data-keys'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { currentLetterVersion } from '@/lib/letters/registry'
import { makeReference, REFERENCE_BYTES } from '@/lib/rulebook/checks/reference'
import { currentRulebook } from '@/lib/rulebook/registry'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { type DocumentRow, readContent } from './content'
import { fillFrom } from './fill-from'
import { fillInPhone } from './fill-in-phone'
import { whyAnew } from './reuse'

/** One that a new draft is filled from. */
export type Source = { id: string; kind: QualificationKind; dataKeyId: string }

type NewDraft = {
  accountId: string
  kind: QualificationKind
  renewsId?: string
  from: Source | null
}

/**
 * A draft under the current rules, with the verified phone of who begins it; filled from another, where there is one.
 *
 * @throws DomainError INVALID_INPUT when the rulebook has no rules for this kind
 */
export async function makeDraft(tx: Tx, actor: PersonActor, { accountId, kind, renewsId, from }: NewDraft) {
  const rulebook = await currentRulebook(tx)
  const rules = rulesFor(rulebook, kind)
  const [id, submissionId] = [newId(), newId()]
  const { id: dataKeyId, key } = await createDataKey(tx)
  const now = await databaseTime(tx)
  const reference = makeReference(now, randomBytes(REFERENCE_BYTES))
  const letterVersion = await currentLetterVersion(tx)
  const submission = { id: submissionId, revision: 1, rulebookVersion: rulebook.version, letterVersion }
  await tx.qualification.create({
    data: {
      ...{ id, reference, accountId, createdById: actor.id, kind, dataKeyId, updatedAt: now },
      renewsId: renewsId ?? null,
      submissions: { create: submission },
    },
  })
  await fillInPhone(tx, actor, submissionId, rules, key)
  if (from) await fillFromAnother(tx, { submissionId, key, rules, from, today: dateIn(now) })
  return { id, reference, accountId, kind, rulebookVersion: rulebook.version }
}

type Filling = { submissionId: string; key: Uint8Array; rules: KindRules; from: Source; today: string }

/** What was refused of it last, or has ended since, is asked for anew. */
async function fillFromAnother(tx: Tx, { from, today, ...filling }: Filling): Promise<void> {
  // Nothing of it is erased meanwhile: the new one is to rest on its files.
  await tx.$queryRaw`SELECT FROM qualifications WHERE id = ${from.id}::uuid FOR SHARE`
  const fromKey = await dataKeyIfKept(tx, from.dataKeyId)
  if (!fromKey) return
  const last = await tx.submission.findFirstOrThrow({
    where: { qualificationId: from.id },
    orderBy: { revision: 'desc' },
  })
  const content = await readContent(tx, from.kind, last.id, fromKey)
  const gone = new Set([...(await refusedFiles(tx, from.id)), ...(await erasedFiles(tx, last.id))])
  const takes = ({ kind, pages }: DocumentRow) =>
    !pages.some(({ fileId }) => gone.has(fileId)) && whyAnew(filling.rules, kind, content.fields, today) === null
  await fillFrom(tx, { ...filling, content, isNextRevision: false, takes })
}

async function erasedFiles(tx: Tx, submissionId: string): Promise<string[]> {
  const pages = await tx.documentPage.findMany({
    where: { document: { submissionId }, file: { dataKey: { erasedAt: { not: null } } } },
    select: { fileId: true },
  })
  return pages.map(({ fileId }) => fileId)
}

/** By file, not by part: the newest revision may have been withdrawn before it was judged, with what was refused in it. */
async function refusedFiles(tx: Tx, qualificationId: string): Promise<Set<string>> {
  const judged = await tx.partJudgement.findMany({
    where: { part: { documentId: { not: null }, submission: { qualificationId } } },
    orderBy: { part: { submission: { revision: 'asc' } } },
    select: { verdict: true, part: { select: { document: { select: { pages: { select: { fileId: true } } } } } } },
  })
  const verdicts = new Map(
    judged.flatMap(({ verdict, part }) => (part.document?.pages ?? []).map(({ fileId }) => [fileId, verdict])),
  )
  return new Set([...verdicts].flatMap(([fileId, verdict]) => (verdict === 'REFUSED' ? [fileId] : [])))
}

/** Of 33 million references a day some are drawn twice: the column is unique, and another is drawn. */
export async function withFreeReference<T>(work: (tx: Tx) => Promise<T>, triesLeft = 3): Promise<T> {
  try {
    return await transaction(work)
  } catch (error) {
    const isTaken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
    if (!isTaken || triesLeft === 0) throw error
    return withFreeReference(work, triesLeft - 1)
  }
}
