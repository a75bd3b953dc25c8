import { Readable } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { aDraft } from '@/tests/factories/qualifications'
import { specimen } from '@/tests/factories/specimens'
import { acceptDocument } from './accept-document'
import { startUpload } from './start-upload'

// Others reach the portal, and its decoders could read the keyring: lib/documents/decoding-here.test.ts has all cases.
vi.mock(import('@/lib/imaging/decoder/decoder-pool'), async (original) => ({
  ...(await original()),
  isolation: async () => ({ missing: ['HIDDEN_PORTAL'] }) as never,
}))
vi.mock(import('@/lib/core/env'), async (original) => {
  const { env, ...rest } = await original()
  return { ...rest, env: () => ({ ...env(), isLoopback: false, DECODE_WITHOUT_SANDBOX: '0' }) }
})

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
