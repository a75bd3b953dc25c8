import { buffer } from 'node:stream/consumers'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { blobStore } from '@/lib/storage/blob-store'
import { readParts } from '@/lib/storage/parts'
import { settled } from '@/tests/factories/uploads'
import { type Acknowledged, sha256 } from './load'

/** Returns what is wrong after a kill; nothing, when all is well. */
export async function brokenAfter(acknowledged: Acknowledged): Promise<string[]> {
  return [
    ...(await lostUploads(acknowledged)),
    ...(await lostSubmissions(acknowledged)),
    ...(await lostDecisions(acknowledged)),
    ...(await rowsWithoutBlob()),
    ...(await halfSubmissions()),
  ]
}

/** Checks that each acknowledged picture is in its slot, and decrypts to the bytes that were sent. */
async function lostUploads({ uploads }: Acknowledged): Promise<string[]> {
  const problems: string[] = []
  for (const { qualificationId, kind, fileId, sha256: sent } of uploads) {
    const state = await settled(fileId).catch(() => 'lost')
    if (state !== 'READY') problems.push(`${kind} ${fileId} was acknowledged and is ${state}`)
    const file = await database().storedFile.findFirst({
      where: { id: fileId, pages: { some: { document: { kind, submission: { qualificationId } } } } },
      include: { blobs: { orderBy: { page: 'asc' } }, dataKey: true },
    })
    if (!file) {
      problems.push(`${kind} ${fileId} was acknowledged and is not there`)
      continue
    }
    const key = await unwrapDataKey(file.dataKey)
    for (const variant of ['ORIGINAL', 'RENDITION', 'THUMBNAIL'] as const) {
      const parts = file.blobs.filter((blob) => blob.variant === variant)
      const plaintext = await readParts(parts, key).then(buffer, (error: Error) => error)
      if (parts.length === 0) problems.push(`${fileId} has no ${variant}`)
      else if (plaintext instanceof Error) problems.push(`${variant} of ${fileId}: ${plaintext.message}`)
      else if (plaintext.length !== parts.reduce((sum, { size }) => sum + size, 0))
        problems.push(`${variant} of ${fileId} has another size`)
      else if (variant === 'ORIGINAL' && sha256(plaintext) !== sent) problems.push(`${fileId} is not what was sent`)
    }
  }
  return problems
}

async function lostSubmissions({ submissions }: Acknowledged): Promise<string[]> {
  const there = await database().qualification.findMany({ where: { id: { in: submissions }, status: 'SUBMITTED' } })
  const ids = new Set(there.map(({ id }) => id))
  return submissions.filter((id) => !ids.has(id)).map((id) => `${id} was acknowledged and is not submitted`)
}

/** Checks that each acknowledged decision exists, with one event and one message to the applicant. */
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

/**
 * Checks: submitted ⇔ it has parts ⇔ there is exactly one event that says so ⇔ it waits in the queue, or is further.
 */
async function halfSubmissions(): Promise<string[]> {
  const submissions = await database().submission.findMany({ include: { parts: true, qualification: true } })
  const events = await database().auditEvent.findMany({ where: { action: 'qualification.submitted' } })
  return submissions.flatMap(({ id, submittedAt, parts, qualification }) => {
    const count = events.filter(({ data }) => (data as { submissionId: string }).submissionId === id).length
    const facts = [submittedAt !== null, parts.length > 0, count === 1, IN_PROGRESS.has(qualification.status)]
    const isWhole = facts.every(Boolean) || (!facts.some(Boolean) && count === 0)
    return isWhole ? [] : [`submission ${id}: submitted, parts, event, queue are ${facts.join()}, with ${count} events`]
  })
}
