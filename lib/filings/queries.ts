import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { dateIn } from '@/lib/core/clock'
import { isId } from '@/lib/core/ids'
import { dataKeyIfStored } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, type Reader } from '@/lib/db/client'
import { Carrier, type SignatureSource } from '@/lib/db/generated/enums'
import { ownedBy } from '@/lib/qualifications/policy'
import { filingReasonPlace, signaturePlace } from '@/lib/qualifications/sealed'
import type { FilingEntry } from './lifecycle'

/** Describes the filing with one carrier. */
export type CarrierFiling = FilingEntry & { carrier: Carrier; updatedAt: Date }

export type SignatureFilings = {
  senderSignatureId: string
  /** Holds null once the text was erased. */
  text: string | null
  source: SignatureSource
  /** Lists one filing for each carrier, always in the same order. */
  filings: CarrierFiling[]
}

const ORDER = Object.values(Carrier)

/**
 * Returns the carriers' filings of a submission by sender signature, in the submission's order. There are none before
 * its approval.
 *
 * @param key the data key of its qualification, unwrapped; null once it was erased
 */
export async function readFilings(
  reader: Reader,
  key: Uint8Array | null,
  submissionId: string,
): Promise<SignatureFilings[]> {
  const signatures = await reader.senderSignature.findMany({
    where: { submissionId, filings: { some: {} } },
    orderBy: { position: 'asc' },
    include: { filings: true },
  })
  return signatures.map(({ id, source, textSealed, filings }) => ({
    senderSignatureId: id,
    text: key && open(key, signaturePlace(id), textSealed),
    source,
    filings: filings
      .toSorted((a, b) => ORDER.indexOf(a.carrier) - ORDER.indexOf(b.carrier))
      .map(({ carrier, state, extensionNumber, reasonSealed, filedAt, effectiveAt, updatedAt }) => ({
        carrier,
        state,
        extensionNumber,
        reason: reasonSealed && key && open(key, filingReasonPlace(id, carrier), reasonSealed),
        filedOn: filedAt && dateIn(filedAt),
        effectiveOn: effectiveAt && dateIn(effectiveAt),
        updatedAt,
      })),
  }))
}

/**
 * Returns the filings of the revision of the actor's own application that was approved last, and none when it is not
 * theirs.
 */
export async function readOwnFilings(actor: PersonActor, qualificationId: string): Promise<SignatureFilings[]> {
  if (!isId(qualificationId)) return []
  const found = await database().qualification.findFirst({
    where: { AND: [{ id: qualificationId }, ownedBy(actor)] },
    include: {
      submissions: {
        where: { decisions: { some: { outcome: 'APPROVED' } } },
        orderBy: { revision: 'desc' },
        take: 1,
        select: { id: true },
      },
    },
  })
  const [approved] = found?.submissions ?? []
  if (!found || !approved) return []
  return readFilings(database(), await dataKeyIfStored(database(), found.dataKeyId), approved.id)
}
