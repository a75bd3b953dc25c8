import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { PART_BYTES } from '@/lib/documents/continue-partial-file'
import { inTurn } from '@/lib/documents/reception-turns'
import { plain } from '@/lib/imaging/testing/sample-images'
import { aDraft } from '@/tests/factories/qualifications'
import { acceptDocument } from './accept-document'
import { continueUpload } from './continue-upload'
import { findUpload } from './find-upload'
import { startUpload } from './start-upload'

const slot = { kind: 'ID_PORTRAIT', senderSignatureId: null, fileName: '正面.png' } as const

/** Has an account's turn start, and returns what ends it. */
function aTurnOf(accountId: string): () => void {
  let end = () => {}
  void inTurn(accountId, () => new Promise<void>((resolve) => (end = resolve)))
  return () => end()
}

test('a file waits unread for its account’s turn, and for no other’s', async () => {
  const [first, second] = [await aDraft(), await aDraft()]
  const image = await plain(800, 600).png().toBuffer()
  const endTurn = aTurnOf(first.applicant.accountId)
  const source = Readable.from([image])
  let isAccepted = false
  const waiting = acceptDocument(first.applicant, { ...slot, qualificationId: first.id, source }).finally(() => {
    isAccepted = true
  })
  const other = { ...slot, qualificationId: second.id, source: Readable.from([image]) }
  expect(await acceptDocument(second.applicant, other)).toMatchObject({ state: 'RECEIVED' })
  expect([isAccepted, source.readableDidRead]).toEqual([false, false])
  endTurn()
  expect(await waiting).toMatchObject({ state: 'RECEIVED' })
})

test('a part of a file that comes in several requests waits for its account’s turn, and for no other’s', async () => {
  const [first, second] = [await anUpload(), await anUpload()]
  const endTurn = aTurnOf(first.applicant.accountId)
  const waiting = first.send()
  expect(await second.send()).toEqual({ received: PART_BYTES, accepted: null })
  expect(await first.received()).toBe(0)
  endTurn()
  expect(await waiting).toEqual({ received: PART_BYTES, accepted: null })
  expect(await first.received()).toBe(PART_BYTES)
})

/** Starts an upload of two parts, of which the first can be sent. */
async function anUpload() {
  const { applicant, id: qualificationId } = await aDraft()
  const id = newId()
  await startUpload(applicant, { ...slot, qualificationId, id, size: 2 * PART_BYTES })
  const found = await findUpload(applicant, id)
  return {
    applicant,
    send: () => continueUpload(applicant, found, { offset: 0, source: Readable.from([randomBytes(PART_BYTES)]) }),
    received: async () => (await database().upload.findUniqueOrThrow({ where: { id } })).received,
  }
}
