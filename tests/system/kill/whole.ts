import { buffer } from 'node:stream/consumers'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { blobStore } from '@/lib/storage/blob-store'
import { readBlob } from '@/lib/storage/vault'
import { type Acknowledged, sha256 } from './load'

/** What is not as it must be after a kill; nothing, when all is well. */
export async function brokenAfter(acknowledged: Acknowledged): Promise<string[]> {
  return [
    ...(await lostUploads(acknowledged)),
    ...(await lostHandIns(acknowledged)),
    ...(await lostDecisions(acknowledged)),
    ...(await rowsWithoutBlob()),
    ...(await halfHandIns()),
  ]
}

/** Each picture that was said to be taken in stands in its slot, and decrypts to what was sent. */
async function lostUploads({ uploads }: Acknowledged): Promise<string[]> {
  const problems: string[] = []
  for (const { qualificationId, kind, fileId, sha256: sent } of uploads) {
    const file = await database().storedFile.findFirst({
      where: { id: fileId, pages: { some: { document: { kind, submission: { qualificationId } } } } },
      include: { blobs: true, dataKey: true },
    })
    if (!file) {
      problems.push(`${kind} ${fileId} was acknowledged and is not there`)
      continue
    }
    const variants = file.blobs.map(({ variant }) => variant).sort()
    if (variants.join() !== 'ORIGINAL,RENDITION,THUMBNAIL') problems.push(`${fileId} has only ${variants.join()}`)
    const key = await unwrapDataKey(file.dataKey)
    for (const { id, variant, size } of file.blobs) {
      const plaintext = await buffer(await readBlob({ id, key })).catch((error: Error) => error)
      if (plaintext instanceof Error) problems.push(`${variant} of ${fileId}: ${plaintext.message}`)
      else if (plaintext.length !== size) problems.push(`${variant} of ${fileId} has another size`)
      else if (variant === 'ORIGINAL' && sha256(plaintext) !== sent) problems.push(`${fileId} is not what was sent`)
    }
  }
  return problems
}

async function lostHandIns({ handIns }: Acknowledged): Promise<string[]> {
  const there = await database().qualification.findMany({ where: { id: { in: handIns }, status: 'SUBMITTED' } })
  const ids = new Set(there.map(({ id }) => id))
  return handIns.filter((id) => !ids.has(id)).map((id) => `${id} was acknowledged and is not handed in`)
}

/** Each decision that was acknowledged is there, with one event and one message to the applicant. */
async function lostDecisions({ decisions }: Acknowledged): Promise<string[]> {
  const problems: string[] = []
  for (const id of decisions) {
    const { status } = await database().qualification.findUniqueOrThrow({ where: { id } })
    const events = await database().auditEvent.count({ where: { action: 'review.decided', subjectId: id } })
    const messages = await database().outboxMessage.count({ where: { qualificationId: id, template: 'APPROVED' } })
    if (status !== 'APPROVED' || events !== 1 || messages !== 1) {
      problems.push(
        `${id} was acknowledged as approved and is ${status}, with ${events} events and ${messages} messages`,
      )
    }
  }
  return problems
}

async function rowsWithoutBlob(): Promise<string[]> {
  const blobs = await database().storedBlob.findMany()
  const problems: string[] = []
  for (const { id, variant } of blobs) {
    if (!(await blobStore().has(id))) problems.push(`the row of ${variant} ${id} has no blob`)
  }
  return problems
}

const IN_PROGRESS = new Set<QualificationStatus>(['SUBMITTED', 'IN_REVIEW', 'APPROVED'])

/** Submitted ⇔ it has parts ⇔ there is exactly one event that says so ⇔ it waits in the queue, or is further. */
async function halfHandIns(): Promise<string[]> {
  const submissions = await database().submission.findMany({ include: { parts: true, qualification: true } })
  const events = await database().auditEvent.findMany({ where: { action: 'qualification.submitted' } })
  return submissions.flatMap(({ id, submittedAt, parts, qualification }) => {
    const told = events.filter(({ data }) => (data as { submissionId: string }).submissionId === id).length
    const facts = [submittedAt !== null, parts.length > 0, told === 1, IN_PROGRESS.has(qualification.status)]
    const isWhole = facts.every(Boolean) || (!facts.some(Boolean) && told === 0)
    return isWhole ? [] : [`submission ${id}: handed in, parts, event, queue are ${facts.join()}, with ${told} events`]
  })
}
