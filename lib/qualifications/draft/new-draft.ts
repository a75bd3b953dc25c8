import 'server-only'
import { randomBytes } from 'node:crypto'
import { type AccountActor, keyIdOf, personIdOf } from '@/lib/actor/actor'
import { dateIn } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { createDataKey, dataKeyIfStored } from '@/lib/crypto/data-keys'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { isTaken } from '@/lib/db/is-taken'
import { makeReference, REFERENCE_BYTES } from '@/lib/rulebook/checks/reference'
import { currentLetterVersion } from '@/lib/rulebook/letters/registry'
import { currentRulebook } from '@/lib/rulebook/registry'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { type DocumentRow, readContent } from '../content'
import type { Prepared } from '../preparation'
import { sealedField, sealedSignature } from '../sealed'
import { fillFrom } from './fill-from'
import { fillInPhone } from './fill-in-phone'
import { whyNotReusable } from './reuse'

/** A qualification that a new draft is filled from. */
export type Source = { id: string; kind: QualificationKind; dataKeyId: string }

type NewDraft = {
  accountId: string
  kind: QualificationKind
  renewsId?: string
  from: Source | null
  /** Holds what was answered before it was started; it is of no use where there is a source. */
  prepared?: Prepared
}

/**
 * Creates a draft under the current rules, with the verified phone of the person who starts it, filled from a source if
 * there is one, otherwise from what was prepared.
 *
 * @throws DomainError INVALID_INPUT when the rulebook has no rules for this kind
 */
export async function makeDraft(tx: Tx, actor: AccountActor, { accountId, kind, renewsId, from, prepared }: NewDraft) {
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
      ...{ id, reference, accountId, kind, dataKeyId, updatedAt: now },
      ...{ createdById: personIdOf(actor), createdByKeyId: keyIdOf(actor) },
      renewsId: renewsId ?? null,
      submissions: { create: submission },
    },
  })
  await fillInPhone(tx, actor, { accountId, submissionId }, rules, key)
  if (from) await fillFromAnother(tx, { submissionId, key, rules, from, today: dateIn(now) })
  else if (prepared) await fillInPrepared(tx, { submissionId, key, rules, prepared })
  return { id, reference, accountId, kind, rulebookVersion: rulebook.version }
}

type Preparing = { submissionId: string; key: Uint8Array; rules: KindRules; prepared: Prepared }

async function fillInPrepared(tx: Tx, { submissionId, key, rules, prepared: { fields, source } }: Preparing) {
  const answered = rules.groups.flatMap((group) => group.fields).filter(({ key }) => fields[key])
  const sealed = answered.map((rule) => sealedField(key, submissionId, rule, fields[rule.key] ?? ''))
  await tx.declaredField.createMany({ data: await Promise.all(sealed) })
  if (!source) return
  const signature = await sealedSignature(key, submissionId, { id: newId(), source, text: '' }, 0)
  await tx.senderSignature.create({ data: signature })
}

type Filling = { submissionId: string; key: Uint8Array; rules: KindRules; from: Source; today: string }

/** Fills a renewal. What was refused last, or has expired since, is required again. */
async function fillFromAnother(tx: Tx, { from, today, ...filling }: Filling): Promise<void> {
  // Nothing of the source may be erased meanwhile, since the new draft refers to its files.
  await tx.$queryRaw`SELECT FROM qualifications WHERE id = ${from.id}::uuid FOR SHARE`
  const fromKey = await dataKeyIfStored(tx, from.dataKeyId)
  if (!fromKey) return
  const last = await tx.submission.findFirstOrThrow({
    where: { qualificationId: from.id },
    orderBy: { revision: 'desc' },
  })
  const content = await readContent(tx, from.kind, last.id, fromKey)
  const gone = new Set([...(await refusedFiles(tx, from.id)), ...(await erasedFiles(tx, last.id))])
  const takes = ({ kind, pages }: DocumentRow) =>
    !pages.some(({ fileId }) => gone.has(fileId)) && whyNotReusable(filling.rules, kind, content.fields, today) === null
  await fillFrom(tx, { ...filling, content, isNextRevision: false, takes })
}

/** Returns erased files, and those of an erased submission that can be opened only because another one uses them. */
async function erasedFiles(tx: Tx, submissionId: string): Promise<string[]> {
  const isErased = { not: null }
  const pages = await tx.documentPage.findMany({
    where: {
      document: { submissionId },
      OR: [
        { file: { dataKey: { erasedAt: isErased } } },
        { document: { submission: { qualification: { documentsErasedAt: isErased } } } },
      ],
    },
    select: { fileId: true },
  })
  return pages.map(({ fileId }) => fileId)
}

/** Returns refused files, not parts: the newest revision may have been withdrawn unjudged, with refused files in it. */
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

/**
 * Tries another reference when one is in use: there are 33 million a day, so two may coincide, and the column is
 * unique.
 */
export async function withFreeReference<T>(work: (tx: Tx) => Promise<T>, triesLeft = 3): Promise<T> {
  try {
    return await transaction(work)
  } catch (error) {
    if (!isTaken(error) || triesLeft === 0) throw error
    return withFreeReference(work, triesLeft - 1)
  }
}
