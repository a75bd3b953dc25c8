import { Readable } from 'node:stream'
import type { LetterPage } from '@/lib/checks/letter/letter-page'
import { database } from '@/lib/db/client'
import { letterCode } from '@/lib/rulebook/letters/letter-code'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { aFullDraft, submit } from '@/tests/factories/journey'
import { signedPage } from '@/tests/factories/photographed/signed-letters'
import { aLetterReading, readAs } from '@/tests/factories/readings'
import { uploadReady } from '@/tests/factories/uploads'

/** Returns a submitted application with a photographed page of its letter, and what a machine recognised on that. */
export async function aSubmittedLetter(seen: Partial<LetterPage> = {}) {
  const { applicant, id } = await aFullDraft()
  const { jpeg, truth } = await signedPage('workbench', 0, 'phone')
  const upload = {
    qualificationId: id,
    kind: 'COMMITMENT_LETTER',
    senderSignatureId: null,
    fileName: 'letter.jpg',
  } as const
  const { fileId } = await uploadReady(applicant.actor, { ...upload, source: Readable.from([jpeg]) })
  const { id: letterId, version } = await database().letter.findFirstOrThrow({ where: { qualificationId: id } })
  const code = letterCode({ letterId, page: 2, pages: 2, version }, await letterKey())
  const corners = truth.corners as unknown as NonNullable<LetterPage['corners']>
  await readAs(fileId, aLetterReading(code, true, { corners, ...seen }))
  await submit(applicant.actor, id)
  return { id, applicant, corners, file: await database().storedFile.findUniqueOrThrow({ where: { id: fileId } }) }
}
