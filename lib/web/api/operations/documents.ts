import 'server-only'
import { z } from 'zod'
import { DomainError } from '@/lib/core/errors'
import { ReadDocuments, ReceivedFile, RemovedFile, Slot } from '@/lib/integrations/applications/draft-schemas'
import { readDocuments } from '@/lib/integrations/applications/read-documents'
import { slotOf } from '@/lib/integrations/applications/slot-names'
import { acceptDocument } from '@/lib/qualifications/files/accept-document'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { named, type Operation, operation, upload } from '../operation'
import { FILE } from '../read-file'
import { ApiRefusal } from '../refusals'

const DOCUMENTS = { tag: 'Drafts', scope: 'QUALIFICATIONS_WRITE' } as const
const id = z.uuid().toLowerCase()

/** Lists the operations on the files of a draft. They answer no byte of a file. */
export const DOCUMENT_OPERATIONS: readonly Operation[] = [
  operation({
    ...DOCUMENTS,
    id: 'readDocuments',
    method: 'GET',
    path: '/qualifications/{id}/documents',
    summary: 'The slots of a draft, and the states of their files',
    inputs: { path: z.strictObject({ id }) },
    answers: { 200: { description: 'As of now.', schema: named('Documents', ReadDocuments) } },
    codes: ['NOT_FOUND', 'INVALID_STATE'],
    handle: async (client, { path }) => ({ body: await readDocuments(client, path.id) }),
  }),
  upload({
    ...DOCUMENTS,
    id: 'uploadDocument',
    method: 'POST',
    path: '/qualifications/{id}/documents/{slot}',
    summary: 'Upload one file into a slot',
    description:
      'A form with one part, `file`. It is answered once its bytes are stored; then it is examined, and is READY or REFUSED. Of an approved qualification, it is what a carrier asked for.',
    inputs: { path: z.strictObject({ id, slot: Slot }) },
    answers: { 201: { description: 'It is received.', schema: named('ReceivedFile', ReceivedFile) } },
    codes: ['NOT_FOUND', 'INVALID_STATE', 'CONFLICT', 'LOCKED', 'SLOT_FULL'],
    act: (client, path, file) =>
      acceptDocument(client, { qualificationId: path.id, ...slotOf(path.slot), ...file }).catch(refuse),
    answerOf: (stored: unknown, { slot }) => {
      const { fileId, state } = (stored ?? {}) as { fileId?: string; state?: 'RECEIVED' | 'READY' }
      if (!fileId || !state) return null
      return { status: 201, body: { id: fileId, slot, state } satisfies z.output<typeof ReceivedFile> }
    },
  }),
  operation({
    ...DOCUMENTS,
    id: 'deleteFile',
    method: 'DELETE',
    path: '/qualifications/{id}/files/{file}',
    summary: 'Delete a file of a draft',
    description: 'Of a refused one, the reason goes. An earlier revision that has it keeps it.',
    inputs: { path: z.strictObject({ id, file: id }) },
    answers: { 200: { description: 'It is deleted.', schema: named('RemovedFile', RemovedFile) } },
    codes: ['NOT_FOUND', 'INVALID_STATE', 'CONFLICT', 'LOCKED'],
    async handle(client, { path }) {
      await removeDocumentPage(client, { qualificationId: path.id, fileId: path.file })
      return { body: { id: path.file } }
    },
  }),
]

/** Says what an input is that the verb refuses: a slot that the answers don't lead to, or a form with another part. */
function refuse(error: unknown): never {
  if (!(error instanceof DomainError) || error.code !== 'INVALID_INPUT') throw error
  const place = error.params.part === FILE ? { pointer: `/${FILE}` } : { parameter: 'slot' }
  throw new ApiRefusal('INVALID_INPUT', [{ detail: error.message, ...place }])
}
