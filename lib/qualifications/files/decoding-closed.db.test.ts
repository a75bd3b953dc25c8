import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { beforeAll, expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { writeBlob } from '@/lib/storage/vault'
import { eventsAbout } from '@/tests/factories/audit'
import { aDraft } from '@/tests/factories/qualifications'
import { aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { specimen } from '@/tests/factories/specimens'
import { confineNothing } from '@/tests/setup/confine-nothing'
import { acceptDocument } from './accept-document'
import { openFile } from './open-file'
import { startUpload } from './start-upload'

// Others reach the portal, and its decoders could read the keyring: lib/documents/decoding-here.test.ts has all cases.
beforeAll(confineNothing)

test('where no file may be opened none is received, neither whole nor in parts', async () => {
  const { applicant, id: qualificationId } = await aDraft()
  const slot = { qualificationId, kind: 'ID_PORTRAIT', senderSignatureId: null, fileName: 'a.jpg' } as const
  const source = Readable.from([await specimen('ID_PORTRAIT')])
  await expect(acceptDocument(applicant, { ...slot, source })).rejects.toMatchObject({ code: 'UPLOADS_CLOSED' })
  const announced = startUpload(applicant, { ...slot, id: newId(), size: 5_000 })
  await expect(announced).rejects.toMatchObject({ code: 'UPLOADS_CLOSED' })
  expect(await database().storedFile.count({ where: { submission: { qualificationId } } })).toBe(0)
  expect(await database().upload.count({ where: { qualificationId } })).toBe(0)
})

test('a reviewer sees nothing where a decoder could read the keyring, and that is no view', async () => {
  const { qualification, applicant } = await aSubmittedQualification()
  const { id } = qualification
  const fileId = await aPageOf(id)
  const reviewer = await someStaff()
  await claimQualification(reviewer, { qualificationId: id })
  const page = { fileId, variant: 'RENDITION', page: 0 } as const
  await expect(openFile(reviewer, page)).rejects.toMatchObject({ code: 'VIEWS_CLOSED' })
  expect(await eventsAbout(id, 'document.viewed')).toEqual([])
  await buffer((await openFile(applicant, page)).stream) // nothing is decoded for its applicants
})

/** Stores the shown page of its first document, as an examination did before decoding was closed. */
async function aPageOf(qualificationId: string): Promise<string> {
  const { file } = await database().documentPage.findFirstOrThrow({
    where: { document: { submission: { qualificationId } } },
    include: { file: true },
  })
  const blob = { id: newId(), size: 20_000 }
  const key = await dataKey(database(), file.dataKeyId)
  await writeBlob({ id: blob.id, key, plaintext: Buffer.alloc(blob.size) })
  await database().storedBlob.create({ data: { ...blob, fileId: file.id, variant: 'RENDITION' } })
  return file.id
}
