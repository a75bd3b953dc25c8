import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { dateIn } from '@/lib/core/clock'
import { isId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import { database, databaseTime } from '@/lib/db/client'
import { readFileNames } from '@/lib/documents/read-file-names'
import { askedGroups, askedSlots } from '@/lib/rulebook/asked'
import { rulebookOf } from '@/lib/rulebook/registry'
import { problemsOf } from '@/lib/rulebook/requirements'
import type { DocumentSlot, KindRules } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { readContent, type SubmissionContent } from './content'
import { isEditable } from './lifecycle'
import { seenOf } from './merge-answers'
import { ownedBy } from './policy'
import { readRound } from './read-round'
import { isMended, type Refusal } from './refusals'
import { listsAsText } from './save-signatures'
import { type Task, taskOf, taskOfGroup, taskOfSlot, taskState, tasksFor } from './tasks'

export type DraftPage = { fileId: string; name: string; size: number; width: number; height: number }

/** A slot as asked of this applicant, and what stands in it. */
export type DraftSlot = {
  slot: DocumentSlot
  senderSignatureId: string | null
  /** Whose evidence it is. */
  signatureText: string | null
  pages: DraftPage[]
}

export type DraftView = Awaited<ReturnType<typeof openDraft>>

/** Everything that the pages of an open application need. Null when it isn't theirs, or isn't open. */
export async function readDraft(actor: PersonActor, id: string): Promise<DraftView | null> {
  if (!isId(id)) return null
  const found = await database().qualification.findFirst({
    where: { AND: [{ id }, ownedBy(actor)] },
    include: { submissions: { orderBy: { revision: 'desc' }, take: 2 } },
  })
  return found && isEditable(found.status) ? openDraft(found) : null
}

type Found = Awaited<ReturnType<ReturnType<typeof database>['qualification']['findFirstOrThrow']>> & {
  submissions: { id: string; revision: number; rulebookVersion: string; letterVersion: string; draftVersion: number }[]
}

async function openDraft({ id, reference, kind, status, dataKeyId, submissions }: Found) {
  const [submission, last] = submissions
  if (!submission) throw new Error(`${id} has no submission`)
  const rulebook = await rulebookOf(submission.rulebookVersion)
  const rules = rulesFor(rulebook, kind)
  const key = await dataKey(database(), dataKeyId)
  const content = await readContent(database(), kind, submission.id, key)
  const problems = problemsOf(rulebook, content, dateIn(await databaseTime()))
  const refusals = last ? await readRefusals(last.id, key, content) : []
  return {
    id,
    reference,
    kind,
    status,
    revision: submission.revision,
    draftVersion: submission.draftVersion,
    letterVersion: submission.letterVersion,
    rules,
    /** Those that the answers so far lead to. */
    groups: askedGroups(rulebook, content),
    fields: content.fields,
    signatures: content.signatures,
    samples: content.samples,
    slots: await slotsOf(askedSlots(rulebook, content), content),
    problems,
    /** What the last round refused. */
    refusals,
    tasks: tasksFor(kind).map((task) => ({
      task,
      state: taskState(
        problems.filter((problem) => taskOf(kind, problem) === task),
        isBegun(rules, task, content),
        refusals.some((refusal) => refusal.task === task && !refusal.isMended),
      ),
    })),
    /** To be carried by the forms: see merge-answers. */
    seen: { fields: seenOf(content.fields), signatures: seenOf(listsAsText(content)) },
  }

  async function readRefusals(lastId: string, key: Uint8Array, now: SubmissionContent) {
    const before = await readContent(database(), kind, lastId, key)
    const round = await readRound(lastId, key, before, now)
    return (round?.refusals ?? []).map((refusal: Refusal) => ({
      ...refusal,
      isMended: isMended(rules, refusal, before, now),
    }))
  }
}

async function slotsOf(asked: ReturnType<typeof askedSlots>, content: SubmissionContent): Promise<DraftSlot[]> {
  const names = await readFileNames(content.rows.flatMap(({ pages }) => pages.map(({ fileId }) => fileId)))
  return asked.map(({ slot, senderSignatureId }) => ({
    slot,
    senderSignatureId,
    signatureText: content.signatures.find((signature) => signature.id === senderSignatureId)?.text ?? null,
    pages: (
      content.rows.find((row) => row.kind === slot.kind && row.senderSignatureId === senderSignatureId)?.pages ?? []
    ).map(({ fileId, file: { size, width, height } }) => ({
      fileId,
      name: names.get(fileId) ?? '',
      size,
      width,
      height,
    })),
  }))
}

/** Whether the applicant gave anything for it: a phone that is filled in by itself is no beginning. */
function isBegun(
  { groups }: KindRules,
  task: Task,
  { kind, fields, signatures, samples, documents }: SubmissionContent,
) {
  if (task === 'signatures') return signatures.length + samples.length > 0
  if (documents.some((document) => document.fileCount > 0 && taskOfSlot(document.kind) === task)) return true
  return groups
    .filter((group) => taskOfGroup(kind, group.key) === task)
    .some((group) => group.fields.some(({ key, filledFrom }) => !filledFrom && fields[key]))
}
