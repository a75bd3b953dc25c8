import { Readable } from 'node:stream'
import sharp from 'sharp'
import { expect } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { aColleague } from '@/tests/factories/people'
import { aFiledOne, requestMaterialFor } from '@/tests/factories/supplements'
import { uploadReady } from '@/tests/factories/uploads'
import type { CloseSupplementInput } from '../schemas'

let shade = 0
export const picture = () => {
  shade += 1
  const background = { r: (shade * 8) % 256, g: 60, b: 90 }
  return sharp({ create: { width: 800, height: 640, channels: 3, background } })
    .jpeg()
    .toBuffer()
}

export const slotOf = (qualificationId: string, kind: DocumentKind = 'SUPPORTING') =>
  ({ qualificationId, kind, senderSignatureId: null, fileName: '门店.jpg' }) as const

export const upload = async (actor: PersonActor, id: string, kind?: DocumentKind) =>
  uploadReady(actor, { ...slotOf(id, kind), source: Readable.from(await picture()) })

export const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'OK',
    (error: { code?: string }) => error.code,
  )

/** Expects that who was slower reads what is true now. */
export const expectNow = (attempt: Promise<unknown>, params: object) =>
  expect(attempt).rejects.toMatchObject({ code: 'CASE_CHANGED', params })

/** Creates a request for which the applicant uploaded a picture. */
export async function anAnswered() {
  const filed = await aFiledOne()
  const { id: supplementId } = await requestMaterialFor(filed)
  const { fileId } = await upload(filed.applicant.actor, filed.id)
  const { actor: reviewer } = await aColleague()
  const closing = (more: Partial<CloseSupplementInput>): CloseSupplementInput => ({
    ...{ supplementId, outcome: 'ACCEPTED', seen: fileId, reason: null },
    ...more,
  })
  return { ...filed, supplementId, fileId, reviewer, closing }
}

/** Names the filing of its signature with China Mobile. */
export const filingOf = async (qualificationId: string) => {
  const { senderSignatureId } = await database().filing.findFirstOrThrow({
    where: { senderSignature: { submission: { qualificationId } }, carrier: 'CMCC' },
  })
  return { senderSignatureId, carrier: 'CMCC' as const }
}
