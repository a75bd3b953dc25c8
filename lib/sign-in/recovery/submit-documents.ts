import 'server-only'
import type { Readable } from 'node:stream'
import { consumeGuess } from '@/lib/accounts/limits/slow-guesses'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime, type Tx, transaction } from '@/lib/db/client'
import { CaseSide } from '@/lib/db/generated/enums'
import { type ExaminedFile, examineNow } from '@/lib/documents/examine-now'
import { removeBlobs } from '@/lib/documents/receive-file'
import { storeExaminedFile } from '@/lib/documents/store-file'
import { deviceHash } from '../sessions/devices'
import { CASE_FILE } from './access-case'
import { openPass } from './case-pass'

const SIDES = Object.values(CaseSide)

type Part = { fileName: string; source: Readable }
type Submitting = {
  pass: string | null
  /** The secret of the browser that submits them, the only one that is known once the case is granted. */
  device: string | null
  parts: AsyncIterable<Part>
  address: string
}
type Named = ExaminedFile & { name: string }

/**
 * Accepts the pictures of an identity document for a case, all at once, and submits the case. When the case leads to
 * nobody, the pictures are checked like any others but not stored: there is nothing to compare them with.
 *
 * @param parts one after another: the portrait side, or the page with the data, then the other side, if there is one
 * @throws DomainError NOT_FOUND without a pass, INVALID_STATE when it was submitted before, INCOMPLETE, FILE_*,
 * UPLOAD_CUT_OFF, TRY_AGAIN, RATE_LIMITED
 */
export async function submitDocuments({ pass, device, parts, address }: Submitting): Promise<void> {
  const caseId = await openPass(pass)
  if (!caseId) throw new DomainError('NOT_FOUND', 'No case')
  await consumeGuess({ address })
  await requireOpen(caseId)
  const received: Named[] = []
  try {
    for await (const { fileName, source } of parts) {
      if (received.length === SIDES.length) throw new DomainError('SLOT_FULL', 'Two at most', { params: { max: 2 } })
      received.push({ ...(await examineNow(source, CASE_FILE, caseId)), name: fileName })
    }
    if (received.length === 0) throw new DomainError('INCOMPLETE', 'No picture')
    const isStored = await transaction((tx) => submitCase(tx, { caseId, device }, received))
    if (!isStored) await removeBlobs(blobsOf(received))
  } catch (error) {
    if (await areUnknown(received, caseId, error)) await removeBlobs(blobsOf(received))
    throw error
  }
}

/**
 * Returns whether certainly no row knows the files. A commit whose answer got lost may have happened, or may still
 * happen: it holds the lock of its case until then, so the rows are read under that lock. While they can't be read, the
 * blobs stay, to be collected later.
 */
async function areUnknown(files: readonly Named[], caseId: string, error: unknown): Promise<boolean> {
  if (error instanceof DomainError) return true
  const rows = transaction(async (tx) => {
    await tx.$queryRaw`SELECT FROM access_cases WHERE id = ${caseId}::uuid FOR UPDATE`
    return tx.storedFile.count({ where: { id: { in: files.map(({ id }) => id) } } })
  })
  return (await rows.catch(() => 1)) === 0
}

const blobsOf = (files: readonly Named[]) => files.flatMap(({ blobs }) => blobs.map(({ id }) => id))

/** Checks the case before a byte is read; the transaction checks again. */
async function requireOpen(caseId: string): Promise<void> {
  const { state } = await database().accessCase.findUniqueOrThrow({ where: { id: caseId } })
  if (state !== 'OPEN') throw new DomainError('INVALID_STATE', 'Submitted')
}

type Which = { caseId: string; device: string | null }

/**
 * Submits a case.
 *
 * @returns whether the files were stored
 */
async function submitCase(tx: Tx, { caseId, device }: Which, files: readonly Named[]): Promise<boolean> {
  const [submitted] = await tx.accessCase.updateManyAndReturn({
    where: { id: caseId, state: 'OPEN' },
    data: {
      state: 'HANDED_IN',
      submittedAt: await databaseTime(tx),
      deviceHash: device === null ? null : deviceHash(device),
    },
    select: { userId: true },
  })
  if (!submitted) throw new DomainError('INVALID_STATE', 'Submitted meanwhile')
  const data = { files: files.length }
  await recordAudit(tx, SYSTEM, { action: 'access_case.handed_in', subjectId: caseId, data })
  const { userId } = submitted
  const account = userId && (await tx.membership.findFirst({ where: { userId }, orderBy: { createdAt: 'asc' } }))
  if (!userId || !account) return false
  for (const [at, { name, ...file }] of files.entries()) {
    await storeExaminedFile(tx, file, { accountId: account.accountId, uploadedById: userId, name })
    await tx.accessCaseFile.create({ data: { caseId, side: SIDES[at] ?? 'EMBLEM', fileId: file.id } })
  }
  return true
}
