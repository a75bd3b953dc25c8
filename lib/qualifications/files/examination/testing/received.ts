import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { erasuresFinished } from '@/lib/documents/erase-later'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { plain } from '@/lib/imaging/testing/sample-images'
import { blobStore } from '@/lib/storage/blob-store'
import { asShown } from '@/tests/factories/qualifications'
import { readDraft } from '../../../draft/read-draft'
import { submitQualification } from '../../../draft/submit-qualification'
import { acceptDocument } from '../../accept-document'
import { examineAll } from '../examine-next'

/** Bundles the decoder for the tests of a file, and examines after each of them what it left. */
export function examineHere(): void {
  beforeAll(bundleDecoder)
  afterAll(() => decoderPool().close())
  afterEach(async () => {
    vi.restoreAllMocks()
    while ((await database().storedFile.count({ where: { state: 'RECEIVED' } })) > 0) {
      await again()
      await examineAll()
    }
  })
}

/** Ends the leases of all files, so that the next examination finds them. */
export const again = () => database().$executeRaw`UPDATE stored_files SET leased_until = NULL WHERE state = 'RECEIVED'`

let shade = 0
export const picture = () =>
  plain(800, 640 + (shade++ % 50))
    .png()
    .toBuffer()
export const tiny = () =>
  plain(300, 400 + (shade++ % 50))
    .png()
    .toBuffer()

export const send = async (
  actor: PersonActor,
  qualificationId: string,
  bytes: Buffer,
  slot: { kind?: DocumentKind; senderSignatureId?: string } = {},
) =>
  acceptDocument(actor, {
    qualificationId,
    kind: slot.kind ?? 'ID_PORTRAIT',
    senderSignatureId: slot.senderSignatureId ?? null,
    fileName: '正面.png',
    source: Readable.from([bytes]),
  })
export const slotOf = async (actor: PersonActor, id: string, kind: DocumentKind = 'ID_PORTRAIT') => {
  const held = (await readDraft(actor, id))?.slots.find(({ slot }) => slot.kind === kind)
  if (!held) throw new Error('No such slot')
  return { pages: held.pages.map(({ fileId }) => fileId), waiting: held.waiting, refused: held.refused }
}
export const fileOf = (id: string) =>
  database().storedFile.findUniqueOrThrow({ where: { id }, include: { blobs: true } })
export const submit = async (actor: PersonActor, qualificationId: string) =>
  submitQualification(actor, await asShown(actor, qualificationId))

export const expectNoBlobOf = async (fileId: string) =>
  expect(await database().storedBlob.count({ where: { fileId } })).toBe(0)

export async function expectNoOrphans() {
  await erasuresFinished()
  const ids: string[] = []
  for await (const { id } of blobStore().list()) ids.push(id)
  const rows = await database().storedBlob.findMany({ select: { id: true } })
  expect(ids.toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
}
