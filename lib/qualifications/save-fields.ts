import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { dataKey } from '@/lib/crypto/data-keys'
import { type Tx, transaction } from '@/lib/db/client'
import { normaliseAnswer } from '@/lib/rulebook/answers'
import { type FieldRule, LONG_TERM } from '@/lib/rulebook/rulebook'
import { readContent } from './content'
import { type Draft, findDraft, lockDraft, touchDraft } from './draft'
import { locksOfDraft, refuseLocked } from './draft-locks'
import { mergeAnswers, parseSeen, seenOf } from './merge-answers'
import type { SaveFieldsInput } from './schemas'
import { sealedField } from './sealed'
import { type FieldTask, taskOfGroup } from './tasks'

/**
 * Saves the answers of one page as they are: unfinished or wrong in form, they are kept and the rulebook says what is
 * the matter. An answer that another device changed since the page was opened is not overwritten.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, LOCKED, CONFLICT
 */
export async function saveFields(
  actor: PersonActor,
  { qualificationId, task, seen, overwrite, answers }: SaveFieldsInput,
) {
  return transaction(async (tx) => {
    const draft = await findDraft(tx, actor, qualificationId)
    const sent = normalised(fieldsOfTask(draft, task), answers)
    await lockDraft(tx, draft)

    const { kind, dataKeyId } = draft.qualification
    const key = await dataKey(tx, dataKeyId)
    const content = await readContent(tx, kind, draft.submission.id, key)
    const kept = content.fields
    const { changes, conflicts } = mergeAnswers(parseSeen(overwrite ? seenOf(kept) : seen), kept, sent)
    if (conflicts.length > 0) {
      throw new DomainError('CONFLICT', 'Changed on another device', { subjectId: qualificationId })
    }
    const fields = Object.keys(changes)
    const now = { ...kept, ...changes }
    if (fields.length === 0) return { seen: seenOf(now), draftVersion: draft.submission.draftVersion }

    const { openFields } = await locksOfDraft(tx, draft, key, content)
    for (const field of fields) refuseLocked(openFields.has(field), draft)
    await writeAnswers(tx, draft, key, changes)
    const draftVersion = await touchDraft(tx, draft)
    const data = { revision: draft.submission.revision, task, fields }
    const event = { action: 'qualification.draft_saved', subjectId: qualificationId, data } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
    return { seen: seenOf(now), draftVersion }
  })
}

/** Those that are typed: a verified phone is not. */
function fieldsOfTask({ qualification: { kind }, rules }: Draft, task: FieldTask): FieldRule[] {
  return rules.groups
    .filter((group) => taskOfGroup(kind, group.key) === task)
    .flatMap((group) => group.fields)
    .filter((field) => !field.filledFrom)
}

/** Of what was sent, what the task asks for, as it is kept. */
function normalised(rules: readonly FieldRule[], answers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    rules.flatMap((rule) => {
      const typed = answers[rule.key]
      if (typed === undefined) return []
      // The box for "long term" stands beside the date, under the same name; ticked, it is the answer.
      const isLongTerm = rule.type === 'DATE_OR_LONG_TERM' && typed.split(',').includes(LONG_TERM)
      return [[rule.key, isLongTerm ? LONG_TERM : normaliseAnswer(rule, typed)]]
    }),
  )
}

async function writeAnswers(tx: Tx, { submission, rules }: Draft, key: Uint8Array, changes: Record<string, string>) {
  for (const rule of rules.groups.flatMap((group) => group.fields)) {
    const answer = changes[rule.key]
    if (answer === undefined) continue
    await tx.declaredField.deleteMany({ where: { submissionId: submission.id, key: rule.key } })
    if (answer !== '') await tx.declaredField.create({ data: await sealedField(key, submission.id, rule, answer) })
  }
}
