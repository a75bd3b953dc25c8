import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { dataKey } from '@/lib/crypto/data-keys'
import { database, type Reader, transaction } from '@/lib/db/client'
import { type Letter, letterFor } from '@/lib/letters/letter'
import { letterTextOf } from '@/lib/letters/registry'
import type { IdType } from '@/lib/rulebook/rulebook'
import { readContent } from './content'
import { type Draft, findDraft, lockDraft } from './draft'

const PARTY = ['person.name', 'person.idType', 'person.idNumber'] as const

/**
 * The commitment letter of a draft, to be printed: in the version of this revision, with the parties filled in. The
 * first time, that it was issued is an event.
 *
 * @param platform what the platform is called while ZHUNXIN_PLATFORM isn't set
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, INCOMPLETE while what stands on it isn't there
 */
export async function issueLetter(actor: PersonActor, qualificationId: string, platform: string): Promise<Letter> {
  const draft = await findDraft(database(), actor, qualificationId)
  const { qualification, submission } = draft
  const key = await dataKey(database(), qualification.dataKeyId)
  const { fields, signatures } = await readContent(database(), qualification.kind, submission.id, key)
  const texts = signatures.map(({ text }) => text).filter((text) => text !== '')
  if (texts.length === 0 || PARTY.some((field) => !fields[field])) {
    throw new DomainError('INCOMPLETE', 'Not all that stands on the letter is there', { subjectId: qualificationId })
  }
  await recordFirstIssue(actor, draft)
  return letterFor({
    text: await letterTextOf(submission.letterVersion, 'INDIVIDUAL'),
    party: {
      name: fields['person.name'] ?? '',
      idType: fields['person.idType'] as IdType,
      idNumber: fields['person.idNumber'] ?? '',
    },
    reference: qualification.reference,
    signatures: texts,
    platform: env().ZHUNXIN_PLATFORM ?? platform,
  })
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
