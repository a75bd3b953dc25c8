import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { dateIn } from '@/lib/core/clock'
import { isId } from '@/lib/core/ids'
import { dataKey, dataKeyIfKept } from '@/lib/crypto/data-keys'
import { database, databaseTime } from '@/lib/db/client'
import type { DocumentKind, QualificationKind } from '@/lib/db/generated/enums'
import { readFileNames } from '@/lib/documents/read-file-names'
import { askedGroups, askedSlots } from '@/lib/rulebook/asked'
import { rulebookOf } from '@/lib/rulebook/registry'
import { problemsOf } from '@/lib/rulebook/requirements'
import type { DocumentSlot, KindRules } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { readContent, type SubmissionContent } from './content'
import { isEditable } from './lifecycle'
import { type Locks, locksOf } from './locks'
import { seenOf } from './merge-answers'
import { outdatedLetters } from './outdated-letters'
import { ownedBy } from './policy'
import { type Judged, readJudged } from './read-judged'
import { readRound } from './read-round'
import { type Anew, whyAnew } from './reuse'
import { listsAsText } from './save-signatures'
import { type Lock, shownLocks, slotLock } from './shown-locks'
import { type Task, taskOf, taskOfGroup, taskOfSlot, taskState, tasksFor } from './tasks'

/** A file in a slot; one that is a PDF has pages of its own. */
export type DraftPage = {
  fileId: string
  name: string
  size: number
  width: number
  height: number
  pageCount: number
  /** Of the file as it was sent, in hexadecimal digits. */
  sha256: string
}

/** A slot as asked of this applicant, and what stands in it. */
export type DraftSlot = {
  slot: DocumentSlot
  senderSignatureId: string | null
  /** Whose evidence it is. */
  signatureText: string | null
  lock: Lock
  /** Why it isn't taken over from the qualification that this one renews; null when it is, or nothing was there. */
  anew: Anew | null
  pages: DraftPage[]
  /** A letter, and something that is printed on it was saved after it was photographed. */
  isOutdated: boolean
}

export type DraftView = Awaited<ReturnType<typeof openDraft>>

/** Everything that the pages of an open application need. Null when it isn't theirs, or isn't open. */
export async function readDraft(actor: PersonActor, id: string): Promise<DraftView | null> {
  if (!isId(id)) return null
  const found = await database().qualification.findFirst({
    where: { AND: [{ id }, ownedBy(actor)] },
    include: { submissions: { orderBy: { revision: 'desc' }, take: 1 }, renews: true },
  })
  return found && isEditable(found.status) ? openDraft(found) : null
}

type Found = Awaited<ReturnType<ReturnType<typeof database>['qualification']['findFirstOrThrow']>> & {
  submissions: { id: string; revision: number; rulebookVersion: string; letterVersion: string; draftVersion: number }[]
  renews: Renewed | null
}

async function openDraft({ id, reference, kind, status, dataKeyId, submissions, renews }: Found) {
  const [submission] = submissions
  if (!submission) throw new Error(`${id} has no submission`)
  const rulebook = await rulebookOf(submission.rulebookVersion)
  const rules = rulesFor(rulebook, kind)
  const key = await dataKey(database(), dataKeyId)
  const content = await readContent(database(), kind, submission.id, key)
  const today = dateIn(await databaseTime())
  const problems = problemsOf(rulebook, content, today)
  const judged = await readJudged(database(), { id, kind }, submission.revision, key)
  const locks = locksOf(rulebook, judged, content, problems)
  const refusals = judged ? await readRefusals(judged, key, content, locks) : []
  const groups = askedGroups(rulebook, content)
  return {
    id,
    reference,
    kind,
    status,
    revision: submission.revision,
    /** The one that this is to follow. */
    renews: renews && { id: renews.id, reference: renews.reference, validUntil: renews.validUntil },
    draftVersion: submission.draftVersion,
    letterVersion: submission.letterVersion,
    rules,
    switches: rulebook.switches,
    /** Those that the answers so far lead to. */
    groups,
    fields: content.fields,
    signatures: content.signatures,
    samples: content.samples,
    slots: await slotsOf(id, askedSlots(rulebook, content), content, locks, await asksAnew(renews, rules, today)),
    problems,
    /** What of it was accepted, and can't be changed; all is open in a first revision. */
    locks: shownLocks(locks, groups, content),
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
}

async function readRefusals(judged: Judged, key: Uint8Array, now: SubmissionContent, { refused }: Locks) {
  const round = await readRound(judged.id, key, judged.content, now)
  return (round?.refusals ?? []).map((refusal) => {
    const { isMended, mustMend } = refused.find(({ partId }) => partId === refusal.partId) ?? NOT_ASKED
    return { ...refusal, isMended, mustMend }
  })
}

const NOT_ASKED = { isMended: true, mustMend: false }

type Renewed = { id: string; reference: string; kind: QualificationKind; dataKeyId: string; validUntil: Date | null }

/** Which documents of the one that is renewed were not taken over, and why. */
async function asksAnew(renews: Renewed | null, rules: KindRules, today: string): Promise<Map<DocumentKind, Anew>> {
  if (!renews) return new Map()
  const last = await database().submission.findFirstOrThrow({
    where: { qualificationId: renews.id },
    orderBy: { revision: 'desc' },
  })
  const key = await dataKeyIfKept(database(), renews.dataKeyId)
  if (!key) return new Map()
  const { rows, fields } = await readContent(database(), renews.kind, last.id, key)
  return new Map(
    rows.flatMap(({ kind }) => {
      const why = whyAnew(rules, kind, fields, today)
      return why ? [[kind, why]] : []
    }),
  )
}

async function slotsOf(
  qualificationId: string,
  asked: ReturnType<typeof askedSlots>,
  content: SubmissionContent,
  locks: Locks,
  anew: ReadonlyMap<DocumentKind, Anew>,
): Promise<DraftSlot[]> {
  const names = await readFileNames(content.rows.flatMap(({ pages }) => pages.map(({ fileId }) => fileId)))
  const outdated = await outdatedLetters(
    database(),
    qualificationId,
    asked.map(({ slot }) => slot),
    content.rows,
  )
  return asked.map(({ slot, senderSignatureId }) => ({
    slot,
    senderSignatureId,
    lock: slotLock(locks, slot.kind, senderSignatureId),
    anew: anew.get(slot.kind) ?? null,
    isOutdated: outdated.has(slot.kind),
    signatureText: content.signatures.find((signature) => signature.id === senderSignatureId)?.text ?? null,
    pages: (
      content.rows.find((row) => row.kind === slot.kind && row.senderSignatureId === senderSignatureId)?.pages ?? []
    ).map(({ fileId, file: { size, width, height, pageCount, sha256 } }) => ({
      fileId,
      name: names.get(fileId) ?? '',
      size,
      width,
      height,
      pageCount,
      sha256: Buffer.from(sha256).toString('hex'),
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
