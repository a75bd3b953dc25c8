import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { can } from '@/lib/actor/actor'
import { isId } from '@/lib/core/ids'
import { dataKeyIfStored } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { Carrier, DocumentKind, SupplementState } from '@/lib/db/generated/enums'
import { readFileNames } from '@/lib/documents/read-file-names'
import { type DraftPage, type RefusedFile, unreadyOf, type WaitingFile } from '@/lib/qualifications/draft/read-draft'
import { readUnready, unreadyIn } from '@/lib/qualifications/files/unready-files'
import { isEnded, isFileable } from '@/lib/qualifications/lifecycle'
import { mayReview, ownedBy, visibleTo } from '@/lib/qualifications/policy'
import { signaturePlace, supplementPlace } from '@/lib/qualifications/sealed'
import { rulebookOf } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { mayFile } from '../policy'
import { mayBeRequested } from './may-be-requested'

/**
 * A request for material after the approval, with what was uploaded for it. Texts are null for people who may not read
 * them.
 */
export type SupplementView = {
  id: string
  carrier: Carrier
  signature: string | null
  kind: DocumentKind
  state: SupplementState
  note: string | null
  reason: string | null
  requestedAt: Date
  closedAt: Date | null
  pages: DraftPage[]
  waiting: WaitingFile[]
  refused: RefusedFile[]
}

const INCLUDE = {
  filing: { include: { senderSignature: true } },
  document: { include: { pages: { orderBy: [{ position: 'asc' }, { fileId: 'asc' }], include: { file: true } } } },
} satisfies Prisma.SupplementInclude

type Row = Prisma.SupplementGetPayload<{ include: typeof INCLUDE }>

/** Returns the requests about the actor's own qualification, newest first. There are none where it isn't theirs. */
export async function readOwnSupplements(actor: PersonActor, id: string): Promise<SupplementView[]> {
  if (!isId(id)) return []
  const found = await database().qualification.findFirst({ where: { AND: [{ id }, ownedBy(actor)] } })
  return found ? readAll(found, true) : []
}

/** Describes the requests about a case, for staff: what they may do about them, and which kinds can be requested. */
export type CaseSupplements = {
  supplements: SupplementView[]
  kinds: DocumentKind[]
  /** Says what the actor may do; `closeAny` includes requests that were answered. */
  may: { request: boolean; judge: boolean; closeAny: boolean }
}

/** Returns the requests about a case that the actor may know of; null when they may not, or it was never approved. */
export async function readCaseSupplements(actor: PersonActor, id: string): Promise<CaseSupplements | null> {
  if (!isId(id) || !can(actor, 'review.queue')) return null
  const found = await database().qualification.findFirst({
    where: { AND: [{ id }, visibleTo(actor)] },
    include: { submissions: { where: { decisions: { some: { outcome: 'APPROVED' } } }, take: 1 } },
  })
  const [approved] = found?.submissions ?? []
  if (!found || !approved) return null
  const isOpen = isFileable(found.status)
  const judge = isOpen && mayReview(actor, found)
  const rules = rulesFor(await rulebookOf(approved.rulebookVersion), found.kind)
  return {
    supplements: await readAll(found, judge || can(actor, 'qualification.read')),
    kinds: mayBeRequested(rules),
    may: { request: isOpen && mayFile(actor, found), judge, closeAny: isEnded(found.status) && mayFile(actor, found) },
  }
}

async function readAll(
  { id, dataKeyId }: { id: string; dataKeyId: string },
  mayRead: boolean,
): Promise<SupplementView[]> {
  const rows = await database().supplement.findMany({
    where: { submission: { qualificationId: id } },
    orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
    include: INCLUDE,
  })
  const key = mayRead ? await dataKeyIfStored(database(), dataKeyId) : null
  return Promise.all(rows.map((row) => viewOf(row, key)))
}

async function viewOf(row: Row, key: Uint8Array | null): Promise<SupplementView> {
  const { id, carrier, kind, state, noteSealed, reasonSealed, requestedAt, closedAt, document, filing } = row
  const { senderSignature } = filing
  const unready =
    state === 'OPEN'
      ? unreadyIn(await readUnready(database(), row.submissionId), { kind, senderSignatureId: null })
      : []
  const pages = document?.pages ?? []
  const names = await readFileNames([...pages.map(({ fileId }) => fileId), ...unready.map((file) => file.id)])
  return {
    ...{ id, carrier, kind, state, requestedAt, closedAt },
    signature: key && open(key, signaturePlace(senderSignature.id), senderSignature.textSealed),
    note: key && open(key, supplementPlace(id, 'note_sealed'), noteSealed),
    reason: key && reasonSealed && open(key, supplementPlace(id, 'reason_sealed'), reasonSealed),
    ...unreadyOf(unready, names),
    pages: pages.map(({ fileId, file: { size, width, height, pageCount, sha256 } }) => ({
      ...{ fileId, name: names.get(fileId) ?? '', size, width, height, pageCount },
      sha256: Buffer.from(sha256).toString('hex'),
    })),
  }
}

/** A case in which uploaded material waits for a reviewer. */
export type WaitingSupplement = { qualificationId: string; reference: string; since: Date }

/** Limits the cases of one read to more than anybody reads at once. */
const MOST_WAITING = 20

/** Returns the cases in which uploaded material waits for the actor's decision, the oldest first. */
export async function readWaitingSupplements(actor: PersonActor): Promise<WaitingSupplement[]> {
  if (!can(actor, 'review.decide')) return []
  const rows = await database().supplement.findMany({
    where: {
      state: 'OPEN',
      document: { pages: { some: {} } },
      submission: {
        qualification: {
          AND: [
            visibleTo(actor),
            { status: { in: ['APPROVED', 'SUSPENDED'] } },
            { accountId: { notIn: [...actor.accountIds] } },
          ],
        },
      },
    },
    orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }],
    take: MOST_WAITING,
    include: { submission: { include: { qualification: { select: { id: true, reference: true } } } } },
  })
  return rows.map(({ requestedAt: since, submission: { qualification } }) => {
    return { qualificationId: qualification.id, reference: qualification.reference, since }
  })
}
