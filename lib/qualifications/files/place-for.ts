import 'server-only'
import type { AccountActor, Sender } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database, type Reader, type Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { type Reception, receptionOf, refuseReception } from '@/lib/documents/refuse-reception'
import { requiredSlot } from '@/lib/rulebook/required-slots'
import type { DocumentSlot } from '@/lib/rulebook/rulebook'
import type { DocumentRow } from '../content'
import type { Draft } from '../draft/draft'
import { locksOfDraft, refuseLocked } from '../draft/draft-locks'
import { slotKey } from '../draft/locks'
import { type Opened, readOpened } from '../draft/read-opened'
import { mayReplace } from '../phone/own-files'
import type { UploadSlot } from '../schemas'
import { supplementSlot } from './supplement-slot'
import { readUnready, type UnreadyFile, unreadyIn } from './unready-files'

/** Holds what a draft, or a request, has for a slot, and what was read with it. */
type Known<T> = { also: T; opened: Opened } | { also: T; requested: Pick<Held, 'pages' | 'files'> }

type Held = { slot: DocumentSlot; pages: DocumentRow['pages']; files: readonly UnreadyFile[] }

/**
 * Finds the place of a file before a byte of it is read, or refuses it: there is no place for it, or no time.
 *
 * @throws DomainError as `acceptDocument` does
 */
export async function openPlaceFor(actor: Sender, draft: Draft, slot: UploadSlot) {
  const known = await readKnown<Reception>(database(), draft, receptionOf(draft.qualification.accountId))
  const place = await placeFor(database(), actor, draft, slot, known)
  refuseReception(known.also)
  return place
}

/**
 * Finds the place of a file again, in a draft that is locked now, for an uploader who may still use it.
 *
 * @throws DomainError NOT_FOUND for a person who stopped being a member while their file arrived, or a key that was
 *   revoked; and as `openPlaceFor` does
 */
export async function placeAgain(tx: Tx, actor: Sender, draft: Draft, slot: UploadSlot) {
  if (actor.kind === 'CLIENT') await requireLive(tx, actor)
  const known = await readKnown<boolean>(tx, draft, isMemberStill(actor, draft))
  if (!known.also) throw noLonger()
  return placeFor(tx, actor, draft, slot, known)
}

/**
 * Selects whether a person is a member of the draft's account now; that the account is theirs was found before, by
 * `findPlace`. A phone has its own lock.
 */
const isMemberStill = (actor: Sender, { qualification: { accountId } }: Draft): Prisma.Sql =>
  actor.kind === 'PERSON'
    ? Prisma.sql`SELECT to_jsonb(EXISTS (
        SELECT FROM memberships m WHERE m.account_id = ${accountId}::uuid AND m.user_id = ${actor.id}::uuid))`
    : Prisma.sql`SELECT to_jsonb(true)`

/**
 * Refuses a key that was revoked while a file arrived; for which accounts it is never changes. @throws DomainError
 * NOT_FOUND
 */
async function requireLive(tx: Tx, { id }: AccountActor): Promise<void> {
  if ((await tx.apiKey.count({ where: { id, revokedAt: null } })) === 0) throw noLonger()
}

const noLonger = () => new DomainError('NOT_FOUND', 'No longer of their account')

/** Reads what the place of a file depends on, of a draft in one statement. */
async function readKnown<T>(reader: Reader, draft: Draft, also: Prisma.Sql): Promise<Known<T>> {
  const { qualification, submission, supplement } = draft
  if (!supplement) {
    const opened = await readOpened<T>(reader, qualification, submission.id, also)
    return { also: opened.also, opened }
  }
  const [row] = await reader.$queryRaw<[{ also: T }]>`SELECT (${also}) AS also`
  return { also: row.also, requested: await filesFor(reader, submission.id, supplement.id) }
}

/** Finds the slot that was meant, its document, and what is examined for it, if one more file may come. */
async function placeFor(reader: Reader, actor: Sender, draft: Draft, meant: UploadSlot, known: Known<unknown>) {
  const { kind, senderSignatureId } = meant
  const { id: subjectId } = draft.qualification
  const { slot, pages, files } =
    'requested' in known
      ? { slot: supplementSlot(kind), ...known.requested }
      : await slotOf(reader, draft, meant, known.opened)
  const unready = unreadyIn(files, { kind, senderSignatureId })
  const waiting = unready.filter(({ state }) => state === 'RECEIVED')
  // What comes through the link to a letter replaces nothing before the applicant confirmed it.
  const replaces = actor.kind !== 'PHONE' || !actor.letter
  const replaced = replaces && pages.some(({ isToReplace }) => isToReplace) ? 1 : 0
  if (slot.max > 1 && pages.length + waiting.length - replaced >= slot.max) {
    throw new DomainError('SLOT_FULL', `${slot.max} files at most`, { subjectId, params: { max: slot.max } })
  }
  const isReplaceable = await mayReplace(reader, actor)
  const there = [...pages.map(({ fileId }) => fileId), ...waiting.map(({ id }) => id)]
  if (slot.max === 1 && !there.every(isReplaceable)) {
    throw new DomainError('SLOT_TAKEN', 'Not sent by this phone', { subjectId })
  }
  const refused = unready.filter(({ id, state }) => state === 'REFUSED' && isReplaceable(id))
  return { slot, pages, waiting, refused }
}

/** Finds the slot that the answers of a draft lead to, with its pages and the files that are not ready. */
async function slotOf(
  reader: Reader,
  draft: Draft,
  { kind, senderSignatureId }: UploadSlot,
  opened: Opened,
): Promise<Held> {
  const { content, unready: files } = opened
  const slot = requiredSlot(draft.rulebook, content, kind, senderSignatureId)
  if (!slot) throw new DomainError('INVALID_INPUT', `No slot for ${kind}`, { subjectId: draft.qualification.id })
  const { lockedSlots } = await locksOfDraft(reader, draft, opened)
  refuseLocked(!lockedSlots.has(slotKey(kind, senderSignatureId)), draft)
  const document = content.rows.find((row) => row.kind === kind && row.senderSignatureId === senderSignatureId)
  return { slot, pages: document?.pages ?? [], files }
}

/** Returns the files that were uploaded for a request, in order, and those that are not ready. */
async function filesFor(reader: Reader, submissionId: string, supplementId: string) {
  const document = await reader.document.findUnique({
    where: { supplementId },
    include: { pages: { orderBy: [{ position: 'asc' }, { fileId: 'asc' }], include: { file: true } } },
  })
  const pages: DocumentRow['pages'] = document?.pages ?? []
  return { pages, files: await readUnready(reader, submissionId) }
}
