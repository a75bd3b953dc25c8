import 'server-only'
import type { AccountActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { groupBy } from '@/lib/core/group-by'
import { type Tx, transaction } from '@/lib/db/client'
import { finishErasing } from '@/lib/documents/erase-files'
import { normaliseAnswer } from '@/lib/rulebook/answers'
import { numberWithBirthDate, withBirthDates } from '@/lib/rulebook/birth-date'
import { LONG_TERM } from '@/lib/rulebook/long-term'
import type { FieldRule } from '@/lib/rulebook/rulebook'
import { dropDocuments } from '../files/drop-documents'
import type { SaveFieldsInput } from '../schemas'
import { sealedField } from '../sealed'
import { changedElsewhere } from './changed-elsewhere'
import { type Draft, findDraft, lockDraft, requireVersion } from './draft'
import { locksOfDraft } from './draft-locks'
import { mergeAnswers, parseSeen, seenAfter, seenOf } from './merge-answers'
import { readOpened } from './read-opened'
import { recordSaved } from './record-saved'
import { type FieldTask, taskOfField, taskOfGroup } from './tasks'

/**
 * Saves the answers of one page, or any answers of a draft that is as it was read, as they are: unfinished or malformed
 * ones are stored, and the rulebook says what is wrong. An answer that another device changed since the page was opened
 * is not overwritten. One that leaves uploaded documents without a purpose removes them, if `drop` says that they were
 * shown.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, INVALID_INPUT for `fields` that nobody types, LOCKED with
 *   its `fields`,
 * CONFLICT, DROPS_FILES
 */
export async function saveFields(
  actor: AccountActor,
  { qualificationId, task, at, seen, overwrite, drop = [], touched = [], answers }: SaveFieldsInput,
) {
  const { orphans, ...saved } = await transaction(async (tx) => {
    const draft = await findDraft(tx, actor, qualificationId)
    await lockDraft(tx, draft)
    if (at) await requireVersion(tx, draft, at)

    const opened = await readOpened(tx, draft.qualification, draft.submission.id)
    const stored = opened.content.fields
    const rules = task ? fieldsOfTask(draft, task) : await sentFields(tx, draft)
    if (!task) refuseUnknown(draft, rules, answers)
    const sent = withBirthDates(normalised(rules, answers), stored)
    const before = parseSeen(at ? seenOf(stored) : seen)
    const { changes, conflicts } = mergeAnswers(before, stored, sent, {
      overwrites: Boolean(overwrite),
      touched: withDerived(touched, { ...stored, ...sent }),
    })
    if (conflicts.length > 0) throw changedElsewhere(draft, conflicts)
    const fields = Object.keys(changes)
    const seenNow = seenAfter(before, sent)
    if (fields.length === 0) return { seen: seenNow, draftVersion: draft.submission.draftVersion, orphans: [] }

    const { openFields } = await locksOfDraft(tx, draft, opened)
    const locked = fields.filter((field) => !openFields.has(field))
    if (locked.length > 0) throw new DomainError('LOCKED', 'Accepted, and unchanged since', about(draft, locked))
    const next = { ...opened.content, fields: { ...stored, ...changes } }
    const orphans = await dropDocuments(tx, actor, draft, { ...opened, next, shown: drop })
    await writeAnswers(tx, draft, opened.key, changes)
    let { draftVersion } = draft.submission
    for (const [page, fields] of task ? [[task, Object.keys(changes)] as const] : byTask(draft, changes)) {
      draftVersion = await recordSaved(tx, actor, draft, { task: page, fields })
    }
    return { seen: seenNow, draftVersion, orphans }
  })
  await finishErasing(orphans)
  return saved
}

/** Returns the fields that are typed: a verified phone is not. */
const typedFields = ({ rules }: Draft): FieldRule[] =>
  rules.groups.flatMap(({ fields }) => fields).filter((field) => !field.filledFrom)

/**
 * Returns the fields that a client may send. Where nobody is a member there is no verified phone, so that the platform
 * sends the number of its customer.
 */
async function sentFields(tx: Tx, draft: Draft): Promise<FieldRule[]> {
  const { accountId } = draft.qualification
  if ((await tx.membership.count({ where: { accountId } })) > 0) return typedFields(draft)
  return draft.rules.groups.flatMap(({ fields }) => fields)
}

/**
 * Returns those that a page may save. A page that was open before an update may still contain all fields of its groups.
 */
function fieldsOfTask(draft: Draft, task: FieldTask): FieldRule[] {
  const { qualification, rules } = draft
  const { kind } = qualification
  const there = rules.groups.flatMap(({ key: group, fields }) =>
    fields.filter(({ key }) => taskOfGroup(kind, group) === task || taskOfField(kind, group, key) === task),
  )
  const typed = new Set(typedFields(draft))
  return there.filter((field) => typed.has(field))
}

const about = ({ qualification: { id: subjectId } }: Draft, fields: readonly string[]) => {
  return { subjectId, params: { fields: JSON.stringify(fields) } }
}

/** Adds the dates of birth that follow from numbers that were typed. */
function withDerived(touched: readonly string[], answers: Readonly<Record<string, string>>): string[] {
  const isDerived = (key: string) => touched.includes(numberWithBirthDate(key, answers) ?? '')
  return [...touched, ...Object.keys(answers).filter(isDerived)]
}

/** @throws DomainError INVALID_INPUT */
function refuseUnknown(draft: Draft, rules: readonly FieldRule[], answers: Record<string, string>): void {
  const unknown = Object.keys(answers).filter((key) => !rules.some((rule) => rule.key === key))
  if (unknown.length > 0) throw new DomainError('INVALID_INPUT', 'No such fields', about(draft, unknown))
}

/** Returns the changed fields by the page that has them, as events name them. */
function byTask({ qualification: { kind }, rules }: Draft, changes: Record<string, string>): Map<FieldTask, string[]> {
  const groupOf = (key: string) =>
    rules.groups.find(({ fields }) => fields.some((field) => field.key === key))?.key ?? ''
  return groupBy(Object.keys(changes), (key) => taskOfField(kind, groupOf(key), key))
}

/** Returns the answers that the task requires, as they are stored. */
function normalised(rules: readonly FieldRule[], answers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    rules.flatMap((rule) => {
      const typed = answers[rule.key]
      if (typed === undefined) return []
      // The box for "long term" is next to the date, under the same name; when it is ticked, it is the answer.
      const isLongTerm = rule.type === 'DATE_OR_LONG_TERM' && typed.split(',').includes(LONG_TERM)
      return [[rule.key, isLongTerm ? LONG_TERM : normaliseAnswer(rule, typed)]]
    }),
  )
}

/** Replaces the rows of all changed answers. An empty answer has none. */
async function writeAnswers(tx: Tx, { submission, rules }: Draft, key: Uint8Array, changes: Record<string, string>) {
  const changed = rules.groups.flatMap((group) => group.fields).filter((rule) => changes[rule.key] !== undefined)
  const given = changed.filter((rule) => changes[rule.key] !== '')
  const rows = await Promise.all(given.map((rule) => sealedField(key, submission.id, rule, changes[rule.key] ?? '')))
  const keys = changed.map((rule) => rule.key)
  await tx.declaredField.deleteMany({ where: { submissionId: submission.id, key: { in: keys } } })
  if (rows.length > 0) await tx.declaredField.createMany({ data: rows })
}
