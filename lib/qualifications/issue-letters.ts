import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { dataKey } from '@/lib/crypto/data-keys'
import { database, type Reader, transaction } from '@/lib/db/client'
import { type Letter, letterFor, missingFrom } from '@/lib/letters/letter'
import type { LetterVariant } from '@/lib/letters/letter-text'
import { isOnBehalf, letterVariantOf, particularsOf } from '@/lib/letters/parties'
import { letterTextOf } from '@/lib/letters/registry'
import { readContent } from './content'
import { type Draft, findDraft, lockDraft } from './draft'

/**
 * The letters of a draft, to be printed: its commitment, and when it sends on behalf of another the authorisation; in the
 * version of this revision, with the parties filled in. The first time, that they were issued is an event.
 *
 * @param platform what the platform is called while ZHUNXIN_PLATFORM isn't set
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, INCOMPLETE while what stands on them isn't there
 */
export async function issueLetters(actor: PersonActor, qualificationId: string, platform: string): Promise<Letter[]> {
  const draft = await findDraft(database(), actor, qualificationId)
  const { qualification, submission } = draft
  const key = await dataKey(database(), qualification.dataKeyId)
  const content = await readContent(database(), qualification.kind, submission.id, key)
  const particulars = particularsOf(content, qualification.reference)
  const variants: LetterVariant[] = [
    letterVariantOf(content),
    ...(isOnBehalf(content) ? ['AUTHORISATION' as const] : []),
  ]
  const texts = await Promise.all(variants.map((variant) => letterTextOf(submission.letterVersion, variant)))
  if (texts.some((text) => missingFrom(text, particulars).length > 0)) {
    throw new DomainError('INCOMPLETE', 'Not all that stands on the letters is there', { subjectId: qualificationId })
  }
  await recordFirstIssue(actor, draft)
  return texts.map((text) => letterFor({ text, particulars, platform: env().ZHUNXIN_PLATFORM ?? platform }))
}

async function recordFirstIssue(actor: PersonActor, draft: Draft): Promise<void> {
  if (await wasIssued(database(), draft)) return
  const { revision, letterVersion } = draft.submission
  await transaction(async (tx) => {
    await lockDraft(tx, draft)
    if (await wasIssued(tx, draft)) return
    const data = { revision, letterVersion }
    const event = { action: 'letter.issued', subjectId: draft.qualification.id, data } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
  })
}

async function wasIssued(reader: Reader, { qualification, submission }: Draft): Promise<boolean> {
  const issued = await reader.auditEvent.count({
    where: {
      subjectId: qualification.id,
      action: 'letter.issued',
      data: { path: ['revision'], equals: submission.revision },
    },
  })
  return issued > 0
}
