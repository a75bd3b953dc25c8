import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { type Turned, turnsOf } from '@/lib/checks/upright'
import { dateIn } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { isId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import type { FileRefusal } from '@/lib/db/generated/enums'
import { readFileNames } from '@/lib/documents/read-file-names'
import { rulebookOf } from '@/lib/rulebook/registry'
import { requiredGroups } from '@/lib/rulebook/required-slots'
import type { DocumentSlot, KindRules } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { readAnswers } from '@/lib/rulebook/warnings/differences'
import { isUnconfirmed, type SubmissionContent } from '../content'
import { filesIn, readSlots } from '../files/read-slots'
import { type UnreadyFile, unreadyIn } from '../files/unready-files'
import { isEditable } from '../lifecycle'
import { isOwn } from '../policy'
import type { Judged } from '../read-judged'
import { readRound } from '../read-round'
import { readNewest } from './draft'
import { examineDraft, shownDigest } from './examine-draft'
import { isOrderKnown, pagesShownBy } from './letters/letter-order'
import type { LetterStanding } from './letters/letter-standings'
import type { Locks } from './locks'
import { seenOf } from './merge-answers'
import { type NotReusable, whyNotReusable } from './reuse'
import { listsAsText } from './save-signatures'
import { type Lock, shownLocks, slotLock } from './shown-locks'
import { groupsOfTask, type Task, taskOf, taskOfSlot, taskState, tasksFor } from './tasks'

/** Describes a file in a slot; one that is a PDF has pages of its own. */
export type DraftPage = {
  fileId: string
  name: string
  size: number
  width: number
  height: number
  pageCount: number
  /** Holds the hash of the uploaded file, in hexadecimal digits. */
  sha256: string
  /**
   * Degrees, clockwise, by which its pages are shown turned; absent or empty where they are shown as they were
   * uploaded.
   */
  turned?: readonly Turned[]
}

/** Describes the same in a draft. */
export type SlotPage = DraftPage & {
  /** Says whether it came through the link to a letter, and whether it waits for the applicant to confirm it. */
  isForwarded: boolean
  isUnconfirmed: boolean
  /** Says whether the next file of the slot replaces it. */
  isToReplace: boolean
  /** The pages of a letter that it shows, where its codes were read. */
  letterPages: number[]
  /** Says whether newer photographs show the same, so that it is not submitted again. */
  isReplaced: boolean
}

/** A file that was uploaded for a slot and is being examined. */
export type WaitingFile = { fileId: string; name: string }

/** Says why a file that was uploaded for a slot was refused, by the code and the figures of a sentence. */
export type RefusedFile = { fileId: string; code: FileRefusal; params: Record<string, string | number> }

/** A slot that this applicant has, and its content. */
export type DraftSlot = {
  slot: DocumentSlot
  senderSignatureId: string | null
  /** The text of the signature that it is evidence of. */
  signatureText: string | null
  lock: Lock
  /** The reason why it isn't copied from the earlier qualification; null when it is, or when there was none. */
  notReusable: NotReusable | null
  pages: SlotPage[]
  /** Says whether a machine still reads some of its pages, has read all of them, or reads none. */
  reading: 'WAITING' | 'READ' | 'NONE'
  waiting: WaitingFile[]
  refused: RefusedFile[]
  /** Says why its photographs may not be of the letter that is issued now; null without a letter or a reason. */
  letter: LetterStanding | null
  /** Says whether its files are in the order of the pages of a letter, since each says which it shows. */
  isInLetterOrder: boolean
}

export type DraftView = Awaited<ReturnType<typeof openDraft>>

/** Returns everything that the pages of an open application need. Null when it isn't theirs, or isn't open. */
export async function readDraft(actor: PersonActor, id: string): Promise<DraftView | null> {
  if (!isId(id)) return null
  const found = await readNewest(database(), actor, id)
  if (!found?.account.isMember || !isOwn(actor, found.qualification)) return null
  return isEditable(found.qualification.status) ? openDraft(found) : null
}

type Found = NonNullable<Awaited<ReturnType<typeof readNewest>>>

async function openDraft({ qualification, submission, account }: Found) {
  const { id, reference, kind, status } = qualification
  const rulebook = await rulebookOf(submission.rulebookVersion)
  const rules = rulesFor(rulebook, kind)
  const examined = await examineDraft(database(), { qualification, submission, rulebook })
  const { key, content, problems, judged, locks, findings, text, unread } = examined
  const refusals = judged ? await readRefusals(judged, key, content, locks) : []
  const groups = requiredGroups(rulebook, content)
  return {
    id,
    reference,
    kind,
    status,
    /** Says whether it is of a test account: nobody reviews those. */
    isTest: account.isTest,
    revision: submission.revision,
    /** Names the qualification that this one renews. */
    renews: await readRenewed(qualification.renewsId),
    draftVersion: submission.draftVersion,
    /** Says of the text of its letters since when an older one is not accepted, and from when this one is not. */
    letterText: { since: text.moved?.since ?? null, until: text.until },
    rules,
    switches: rulebook.switches,
    /** Lists the groups that the answers so far require. */
    groups,
    fields: content.fields,
    signatures: content.signatures,
    samples: content.samples,
    slots: await slotsOf(examined, rules),
    problems,
    /** Lists everything that the check page shows, worst first. */
    findings,
    /** Holds what the photographs say of answers that are still empty: the applicant confirms it by saving. */
    read: readAnswers(content, readSlots(content, examined.slots, examined.readings)),
    /** Says whether photographs are read at all. */
    canBeRead: env().READ_DOCUMENTS === '1',
    /** Says whether a machine still reads files: it may find more. */
    isBeingRead: unread.length > 0 && env().READ_DOCUMENTS === '1',
    /** The accepted parts, which can't be changed; everything is open in a first revision. */
    locks: shownLocks(locks, groups, content),
    /** Lists the refused parts of the last round. */
    refusals,
    tasks: tasksFor(kind).map((task) => ({
      task,
      state: taskState(
        problems.filter((problem) => taskOf(kind, problem) === task),
        isStarted(rules, task, content),
        refusals.some((refusal) => refusal.task === task && !refusal.isCorrected),
      ),
    })),
    /** Digests for the forms to send back: see `merge-answers.ts`. */
    seen: { fields: seenOf(content.fields), signatures: seenOf(listsAsText(content)), findings: shownDigest(findings) },
  }
}

async function readRefusals(judged: Judged, key: Uint8Array, now: SubmissionContent, { refused }: Locks) {
  const round = await readRound(judged.id, key, judged.content, now)
  return (round?.refusals ?? []).map((refusal) => {
    const { isCorrected, mustCorrect } = refused.find(({ partId }) => partId === refusal.partId) ?? NOT_REQUIRED
    return { ...refusal, isCorrected, mustCorrect }
  })
}

const NOT_REQUIRED = { isCorrected: true, mustCorrect: false }

async function readRenewed(id: string | null) {
  const select = { id: true, reference: true, validUntil: true } as const
  return id === null ? null : database().qualification.findUniqueOrThrow({ where: { id }, select })
}

async function slotsOf(examined: Awaited<ReturnType<typeof examineDraft>>, rules: KindRules): Promise<DraftSlot[]> {
  const { slots, content, replaced, locks, letters, unready, carriedFrom, now, pictures, readings, unread } = examined
  const fileIds = [...content.rows, ...replaced].flatMap(({ pages }) => pages.map(({ fileId }) => fileId))
  const names = await readFileNames([...fileIds, ...unready.map(({ id }) => id)])
  const wasThere = ({ kind }: DocumentSlot) => carriedFrom?.rows.some((row) => row.kind === kind) === true
  return slots.map(({ slot, senderSignatureId }) => ({
    slot,
    senderSignatureId,
    lock: slotLock(locks, slot.kind, senderSignatureId),
    notReusable:
      carriedFrom && wasThere(slot) ? whyNotReusable(rules, slot.kind, carriedFrom.fields, dateIn(now)) : null,
    letter: letters.get(slot.kind) ?? null,
    signatureText: content.signatures.find((signature) => signature.id === senderSignatureId)?.text ?? null,
    ...unreadyOf(unreadyIn(unready, { kind: slot.kind, senderSignatureId }), names),
    reading: readingOf(
      filesIn(content, slot.kind, senderSignatureId).map(({ fileId }) => fileId),
      { readings, unread },
    ),
    isInLetterOrder: isOrderKnown(
      filesIn(content, slot.kind, senderSignatureId).map(({ fileId }) => fileId),
      pictures,
    ),
    pages: [
      ...filesIn(content, slot.kind, senderSignatureId).map((page) => ({ ...page, isReplaced: false })),
      ...filesIn({ rows: replaced }, slot.kind, senderSignatureId).map((page) => ({ ...page, isReplaced: true })),
    ].map(({ fileId, isToReplace, isReplaced, file: { size, width, height, pageCount, sha256, ...file } }) => ({
      fileId,
      name: names.get(fileId) ?? '',
      size,
      width,
      height,
      pageCount,
      sha256: Buffer.from(sha256).toString('hex'),
      turned: turnsOf(readings.get(fileId)),
      isToReplace,
      letterPages: pagesShownBy(fileId, pictures),
      isReplaced,
      isForwarded: file.isForwarded,
      isUnconfirmed: isUnconfirmed(file),
    })),
  }))
}

type Read = Pick<Awaited<ReturnType<typeof examineDraft>>, 'readings' | 'unread'>

/** Returns how far a machine is with these files. Where none reads, those that wait will never be read. */
function readingOf(fileIds: readonly string[], { readings, unread }: Read): DraftSlot['reading'] {
  if (env().READ_DOCUMENTS === '1' && fileIds.some((id) => unread.includes(id))) return 'WAITING'
  return fileIds.length > 0 && fileIds.every((id) => readings.has(id)) ? 'READ' : 'NONE'
}

/** Splits the files that are in no slot yet into those that are examined and those that were refused. */
export function unreadyOf(files: readonly UnreadyFile[], names: ReadonlyMap<string, string>) {
  return {
    waiting: files.flatMap(({ id, state }) =>
      state === 'RECEIVED' ? [{ fileId: id, name: names.get(id) ?? '' }] : [],
    ),
    refused: files.flatMap(({ id, refusal, refusalParams }) => {
      const params = refusalParams as Record<string, string | number> | null
      return refusal ? [{ fileId: id, code: refusal, params: params ?? {} }] : []
    }),
  }
}

/** Returns whether the applicant entered anything for it: a phone that is filled in by itself does not count. */
function isStarted(
  { groups }: KindRules,
  task: Task,
  { kind, fields, signatures, samples, documents }: SubmissionContent,
) {
  if (task === 'signatures') return signatures.length + samples.length > 0
  if (documents.some((document) => document.fileCount > 0 && taskOfSlot(document.kind) === task)) return true
  return groupsOfTask(kind, groups, task).some((group) =>
    group.fields.some(({ key, filledFrom }) => !filledFrom && fields[key]),
  )
}
