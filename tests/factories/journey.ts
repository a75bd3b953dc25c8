import { Readable } from 'node:stream'
import type { PersonActor } from '@/lib/actor/actor'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { issueLetters } from '@/lib/qualifications/draft/letters/issue-letters'
import { saveFields } from '@/lib/qualifications/draft/save-fields'
import { saveSignatures } from '@/lib/qualifications/draft/save-signatures'
import { submitQualification } from '@/lib/qualifications/draft/submit-qualification'
import { recordSeen } from '@/lib/qualifications/files/record-seen'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { uploadReady } from '@/tests/factories/uploads'
import { aRegisteredApplicant } from './people'
import { asShown, IDENTITY, INDIVIDUAL_DOCUMENTS, USE } from './qualifications'
import { specimen } from './specimens'

/**
 * This module makes qualifications as people do: through the verbs, with drawn pictures that are really decoded and
 * stored.
 */

type Applicant = Awaited<ReturnType<typeof aRegisteredApplicant>>

/** Returns a draft with everything filled in and uploaded, but not submitted yet. */
export async function aFullDraft({ applicant }: { applicant?: Applicant } = {}) {
  const owner = applicant ?? (await aRegisteredApplicant())
  const { id: qualificationId, reference } = await createQualification(owner.actor, { kind: 'INDIVIDUAL' })
  await saveFields(owner.actor, { qualificationId, task: 'identity', seen: '', answers: IDENTITY })
  await saveFields(owner.actor, { qualificationId, task: 'use', seen: '', answers: USE })
  await saveSignatures(owner.actor, {
    qualificationId,
    seen: '',
    signatures: [{ id: newId(), source: 'OWN_NAME', text: '小明书屋' }],
    samples: [{ id: newId(), text: '您订的《红楼梦》到店了，请于本周日前来取。退订回T' }],
  })
  await issueLetters(owner.actor, qualificationId)
  for (const kind of INDIVIDUAL_DOCUMENTS) {
    const source = Readable.from(await specimen(kind))
    await uploadReady(owner.actor, {
      qualificationId,
      kind,
      senderSignatureId: null,
      fileName: `${kind}.jpg`,
      source,
    })
  }
  return { applicant: owner, id: qualificationId, reference }
}

export async function aSubmitted(given: { applicant?: Applicant } = {}) {
  const draft = await aFullDraft(given)
  await submit(draft.applicant.actor, draft.id)
  return draft
}

export async function submit(actor: PersonActor, qualificationId: string) {
  return submitQualification(actor, await asShown(actor, qualificationId))
}

/** Replaces the refused photographs and submits again. */
export async function resubmit(actor: PersonActor, qualificationId: string, kinds: readonly DocumentKind[]) {
  for (const kind of kinds) {
    const source = Readable.from(await specimen(kind, 1))
    const slot = { qualificationId, kind, senderSignatureId: null }
    await uploadReady(actor, { ...slot, fileName: `${kind}-2.jpg`, source })
  }
  return submit(actor, qualificationId)
}

/** Lets the reviewer who holds it look at each page, without drawing any. */
export async function seeAll(reviewer: PersonActor, qualificationId: string): Promise<void> {
  const pages = await database().documentPage.findMany({
    where: { document: { submission: { qualificationId } } },
    select: { fileId: true, file: { select: { pageCount: true } } },
  })
  for (const { fileId, file } of pages) {
    for (let page = 0; page < file.pageCount; page += 1) {
      await recordSeen(reviewer, { fileId, variant: 'RENDITION', page })
    }
  }
}

/**
 * Lets a reviewer claim it and decide: all parts accepted, or the parts of these document kinds refused for a reason,
 * with a place outlined on each if wanted.
 */
export async function decide(
  reviewer: PersonActor,
  qualificationId: string,
  refused: Partial<Record<DocumentKind, string>> = {},
  edges?: { left: number; top: number; right: number; bottom: number },
) {
  await claimQualification(reviewer, { qualificationId })
  await seeAll(reviewer, qualificationId)
  const submission = await database().submission.findFirstOrThrow({
    where: { qualificationId },
    orderBy: { revision: 'desc' },
    include: { parts: { include: { document: { include: { pages: true } } } } },
  })
  const open = submission.parts.filter(({ carriedFromId }) => carriedFromId === null)
  const parts = open.map((part) => {
    const reason = part.document ? refused[part.document.kind] : undefined
    const base = { partId: part.id, reasons: [], correction: null, correctionField: null, note: null }
    if (!reason) return { ...base, verdict: 'ACCEPTED' as const }
    const note = '左下角的号码看不清，请在光线好的地方重新拍。'
    const fileId = part.document?.pages[0]?.fileId
    const place = edges && fileId ? { place: { fileId, page: 0, ...edges } } : {}
    return { ...base, verdict: 'REFUSED' as const, reasons: [reason], correction: 'PICTURE' as const, note, ...place }
  })
  return decideQualification(reviewer, { qualificationId, revision: submission.revision, parts })
}
