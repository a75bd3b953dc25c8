import 'server-only'
import { ATTESTED } from '@/lib/accounts/consents/attested'
import type { AccountActor } from '@/lib/actor/actor'
import { canonicalEntry } from '@/lib/audit/entry'
import { publicKeys } from '@/lib/audit-log/audit-keys'
import { latestCheckpoint, proveEvents } from '@/lib/audit-log/read'
import { readSubmitted, type SubmittedContent, type SubmittedCopy } from '@/lib/cases/read-submitted'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime } from '@/lib/db/client'
import type { ConsentMeans, Prisma } from '@/lib/db/generated/client'

/** Proves that the submission is in the signed log. */
type ReceiptProof = {
  index: bigint
  size: bigint
  root: string
  signedAt: Date
  /** Lists the log's public keys, as verifiers take them. */
  keys: string[]
  /** Has the form `c2sp.org/tlog-proof@v1` and contains the signed checkpoint. */
  proof: string
}

export type Receipt = Omit<SubmittedCopy, 'content'> & {
  content: SubmittedContent
  madeAt: Date
  /**
   * The consents that its submitter had given, and not withdrawn, when it was submitted; or those that the platform
   * attested.
   */
  consents: {
    statement: string
    textVersion: string
    /** Names the system that attested it, and says when and how the customer agreed. */
    attested: { client: string; agreedAt: Date; means: ConsentMeans } | null
  }[]
  event: { id: string; entry: string }
  /** Null before the event has its place in the log. */
  proof: ReceiptProof | null
}

/**
 * Returns what a receipt of one revision of the actor's own application says.
 *
 * @throws DomainError NOT_FOUND, also once its details were erased
 */
export async function readReceipt(
  actor: AccountActor,
  place: { qualificationId: string; revision: string },
): Promise<Receipt> {
  const copy = await readSubmitted(actor, place)
  const content = copy?.content
  if (!copy || !content) throw new DomainError('NOT_FOUND', 'Not submitted, not theirs, or erased')
  const [madeAt, consents, event] = await Promise.all([databaseTime(), consentsAt(copy), submittedEvent(copy)])
  return { ...copy, content, madeAt, consents, event, proof: await proofOf(event.id) }
}

/**
 * Returns the consents that it rests on: of the person, or of the members where a system of the platform submitted it.
 * Where nobody was one, those that were attested.
 */
async function consentsAt({ id, submittedBy, submittedAt }: SubmittedCopy): Promise<Receipt['consents']> {
  const { id: userId, client } = submittedBy
  if (!userId && client === null) return []
  const account = { qualifications: { some: { id } } }
  const given = await consentsOf(userId ? { userId } : { user: { memberships: { some: { account } } } }, submittedAt)
  return given.length > 0 || userId ? given : consentsOf({ ...ATTESTED, account }, submittedAt)
}

async function consentsOf(whose: Prisma.ConsentWhereInput, at: Date): Promise<Receipt['consents']> {
  const rows = await database().consent.findMany({
    where: { ...whose, givenAt: { lte: at }, OR: [{ withdrawnAt: null }, { withdrawnAt: { gt: at } }] },
    orderBy: [{ statement: 'asc' }, { givenAt: 'desc' }],
    distinct: ['statement'],
    include: { attestedByKey: { select: { name: true } } },
  })
  return rows.map(({ statement, textVersion, attestedByKey, agreedAt, means }) => ({
    ...{ statement, textVersion },
    attested: attestedByKey && agreedAt && means ? { client: attestedByKey.name, agreedAt, means } : null,
  }))
}

async function submittedEvent({ id, revision }: SubmittedCopy): Promise<Receipt['event']> {
  const event = await database().auditEvent.findFirstOrThrow({
    where: { subjectId: id, action: 'qualification.submitted', data: { path: ['revision'], equals: revision } },
  })
  return { id: event.id, entry: canonicalEntry(event) }
}

async function proofOf(eventId: string): Promise<ReceiptProof | null> {
  const checkpoint = await latestCheckpoint()
  if (!checkpoint) return null
  const proved = (await proveEvents([eventId], checkpoint)).get(eventId)
  if (!proved) return null
  return {
    ...proved,
    size: checkpoint.size,
    root: Buffer.from(checkpoint.root).toString('base64'),
    signedAt: checkpoint.at,
    keys: (await publicKeys()).map(({ key }) => key),
  }
}
