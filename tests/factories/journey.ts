import { Readable } from 'node:stream'
import type { PersonActor } from '@/lib/auth/actor'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { createQualification } from '@/lib/qualifications/create-qualification'
import { saveFields } from '@/lib/qualifications/save-fields'
import { saveSignatures } from '@/lib/qualifications/save-signatures'
import { submitQualification } from '@/lib/qualifications/submit-qualification'
import { takeInDocument } from '@/lib/qualifications/take-in-document'
import { claimQualification } from '@/lib/review/claim-qualification'
import { decideQualification } from '@/lib/review/decide-qualification'
import { aRegisteredApplicant } from './people'
import { DOCUMENT_KINDS, IDENTITY, USE } from './qualifications'
import { specimen } from './specimens'

/** Qualifications as people make them: through the verbs, with drawn pictures that were really decoded and stored. */

type Applicant = Awaited<ReturnType<typeof aRegisteredApplicant>>

/** Everything filled in and uploaded, and not handed in yet. */
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
  for (const kind of DOCUMENT_KINDS) {
    const source = Readable.from(await specimen(kind))
    await takeInDocument(owner.actor, {
      qualificationId,
      kind,
      senderSignatureId: null,
      fileName: `${kind}.jpg`,
      source,
    })
  }
  return { applicant: owner, id: qualificationId, reference }
}

export async function aHandedIn(given: { applicant?: Applicant } = {}) {
  const draft = await aFullDraft(given)
  await handIn(draft.applicant.actor, draft.id)
  return draft
}

export async function handIn(actor: PersonActor, qualificationId: string) {
  const { revision, draftVersion } = await database().submission.findFirstOrThrow({
    where: { qualificationId },
    orderBy: { revision: 'desc' },
  })
  return submitQualification(actor, { qualificationId, revision, draftVersion })
}

/** What was refused is photographed anew and handed in again. */
export async function handInAgain(actor: PersonActor, qualificationId: string, kinds: readonly DocumentKind[]) {
  for (const kind of kinds) {
    const source = Readable.from(await specimen(kind, 1))
    const slot = { qualificationId, kind, senderSignatureId: null }
    await takeInDocument(actor, { ...slot, fileName: `${kind}-2.jpg`, source })
  }
  return handIn(actor, qualificationId)
}

/** A reviewer claims it and decides: all accepted, or the parts of these document kinds refused for a reason. */
export async function decide(
  reviewer: PersonActor,
  qualificationId: string,
  refused: Partial<Record<DocumentKind, string>> = {},
) {
  await claimQualification(reviewer, { qualificationId })
  const submission = await database().submission.findFirstOrThrow({
    where: { qualificationId },
    orderBy: { revision: 'desc' },
    include: { parts: { include: { document: true } } },
  })
  const open = submission.parts.filter(({ carriedFromId }) => carriedFromId === null)
  const parts = open.map((part) => {
    const reason = part.document ? refused[part.document.kind] : undefined
    const base = { partId: part.id, reasons: [], mend: null, mendField: null, note: null }
    if (!reason) return { ...base, verdict: 'ACCEPTED' as const }
    const note = '左下角的号码看不清，请在光线好的地方重新拍。'
    return { ...base, verdict: 'REFUSED' as const, reasons: [reason], mend: 'PICTURE' as const, note }
  })
  return decideQualification(reviewer, { qualificationId, revision: submission.revision, parts })
}
