import 'server-only'
import type { Readable } from 'node:stream'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { deviceHash } from '@/lib/auth/devices'
import { takeGuess } from '@/lib/auth/rate-limits'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime, type Tx, transaction } from '@/lib/db/client'
import { keepFile } from '@/lib/documents/keep-file'
import { type ReceivedFile, receiveFile, removeBlobs } from '@/lib/documents/receive-file'
import { CASE_FILE, CASE_SIDES } from './access-case'
import { openPass } from './case-pass'

type Part = { fileName: string; source: Readable }
type HandingIn = {
  pass: string | null
  /** The secret of the browser that hands them in, which is known once the case is granted: no other is. */
  device: string | null
  parts: AsyncIterable<Part>
  address: string
}
type Named = ReceivedFile & { name: string }

/**
 * Takes the pictures of an identity document for a case, all at once, and hands it in. Of a case that leads to nobody they
 * are looked at as any other and not kept: there is nothing that they could be compared with.
 *
 * @param parts one after another: the portrait side, or the page with the data, then the other side, if it has one
 * @throws DomainError NOT_FOUND without a pass, INVALID_STATE when it was handed in before, INCOMPLETE, FILE_*,
 *   UPLOAD_CUT_OFF, TRY_AGAIN, RATE_LIMITED
 */
export async function handInDocuments({ pass, device, parts, address }: HandingIn): Promise<void> {
  const caseId = await openPass(pass)
  if (!caseId) throw new DomainError('NOT_FOUND', 'No case')
  await takeGuess({ address })
  await requireOpen(caseId)
  const received: Named[] = []
  try {
    for await (const { fileName, source } of parts) {
      if (received.length === CASE_SIDES.length)
        throw new DomainError('SLOT_FULL', 'Two at most', { params: { max: 2 } })
      received.push({ ...(await receiveFile(source, CASE_FILE, caseId)), name: fileName })
    }
    if (received.length === 0) throw new DomainError('INCOMPLETE', 'No picture')
    const isKept = await transaction((tx) => handIn(tx, { caseId, device }, received))
    if (!isKept) await removeBlobs(blobsOf(received))
  } catch (error) {
    await removeBlobs(blobsOf(received))
    throw error
  }
}

const blobsOf = (files: readonly Named[]) => files.flatMap(({ blobs }) => blobs.map(({ id }) => id))

/** Known before a byte is read; asked again in the transaction. */
async function requireOpen(caseId: string): Promise<void> {
  const { state } = await database().accessCase.findUniqueOrThrow({ where: { id: caseId } })
  if (state !== 'OPEN') throw new DomainError('INVALID_STATE', 'Handed in')
}

type Which = { caseId: string; device: string | null }

/** @returns whether the files were kept */
async function handIn(tx: Tx, { caseId, device }: Which, files: readonly Named[]): Promise<boolean> {
  const [handed] = await tx.accessCase.updateManyAndReturn({
    where: { id: caseId, state: 'OPEN' },
    data: {
      state: 'HANDED_IN',
      handedInAt: await databaseTime(tx),
      deviceHash: device === null ? null : deviceHash(device),
    },
    select: { userId: true },
  })
  if (!handed) throw new DomainError('INVALID_STATE', 'Handed in meanwhile')
  const data = { files: files.length }
  await recordAudit(tx, SYSTEM, { action: 'access_case.handed_in', subjectId: caseId, data })
  const { userId } = handed
  const account = userId && (await tx.membership.findFirst({ where: { userId }, orderBy: { createdAt: 'asc' } }))
  if (!userId || !account) return false
  for (const [at, { name, ...file }] of files.entries()) {
    await keepFile(tx, file, { accountId: account.accountId, uploadedById: userId, name })
    await tx.accessCaseFile.create({ data: { caseId, side: CASE_SIDES[at] ?? 'EMBLEM', fileId: file.id } })
  }
  return true
}
