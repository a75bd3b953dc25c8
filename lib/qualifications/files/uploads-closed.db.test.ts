import { Readable } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import type { Isolation } from '@/lib/imaging/decoder/isolation'
import { aDraft } from '@/tests/factories/qualifications'
import { acceptDocument } from './accept-document'
import { startUpload } from './start-upload'

/** A machine that confines no decoder, and a portal that others reach. */
vi.mock(import('@/lib/imaging/decoder/decoder-pool'), async (original) => ({
  ...(await original()),
  isolation: async (): Promise<Isolation> => ({ missing: ['HIDDEN_PORTAL'] }),
}))
vi.mock(import('@/lib/core/env'), async (original) => {
  const { env, ...others } = await original()
  return { ...others, env: () => ({ ...env(), isLoopback: false }) }
})

test('where no file may be opened, none is announced and no byte of one is read', async () => {
  const { applicant, id: qualificationId } = await aDraft()
  const slot = { qualificationId, kind: 'ID_PORTRAIT', senderSignatureId: null, fileName: '正面.png' } as const
  const closed = { code: 'UPLOADS_CLOSED' }
  await expect(startUpload(applicant, { ...slot, size: 10, id: newId() })).rejects.toMatchObject(closed)
  expect(await database().upload.count({ where: { qualificationId } })).toBe(0)
  const source = new Readable({ read: () => expect.unreachable('No byte is read') })
  await expect(acceptDocument(applicant, { ...slot, source })).rejects.toMatchObject(closed)
})
