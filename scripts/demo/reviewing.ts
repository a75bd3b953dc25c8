import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import type { Correction, DocumentKind } from '@/lib/db/generated/enums'
import { recordView } from '@/lib/qualifications/files/record-view'
import { SAMPLES, SIGNATURE } from '@/lib/review/decisions/correctable'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'

/** Names a part that is refused, and says why. */
export type Refusal = {
  /** Names a document, a group of fields, or one of the lists. */
  part:
    | DocumentKind
    | 'identity'
    | 'organisation'
    | 'legalRep'
    | 'admin'
    | 'use'
    | 'principal'
    | 'SENDER_SIGNATURE'
    | 'SAMPLE_MESSAGES'
  reason: string
  /** Names the field to correct, in a group of fields. */
  field?: string
  note?: string
}

/** Decides on what the reviewer holds, having looked at it: accepts everything but this. */
export async function decide(reviewer: PersonActor, qualificationId: string, refusals: readonly Refusal[] = []) {
  const { id, revision, parts } = await database().submission.findFirstOrThrow({
    where: { qualificationId, submittedAt: { not: null } },
    orderBy: { revision: 'desc' },
    include: { parts: { where: { carriedFromId: null }, orderBy: { position: 'asc' }, include: { document: true } } },
  })
  await lookAt(reviewer, { id, qualificationId, revision })
  const judged = parts.map(({ id: partId, kind, fieldGroup, document }) => {
    const called = document?.kind ?? fieldGroup ?? kind
    const refusal = refusals.find(({ part }) => part === called)
    const base = { partId, reasons: [] as string[], correction: null, correctionField: null, note: null }
    if (!refusal) return { ...base, verdict: 'ACCEPTED' as const }
    const { reason, note = null } = refusal
    return { ...base, verdict: 'REFUSED' as const, reasons: [reason], ...correctionOf(refusal), note }
  })
  return decideQualification(reviewer, { qualificationId, revision, parts: judged })
}

/** Looks at each page of each document, as a reviewer does before deciding. */
async function lookAt(reviewer: PersonActor, submission: { id: string; qualificationId: string; revision: number }) {
  const { id: submissionId, ...of } = submission
  const pages = await database().documentPage.findMany({
    where: { document: { submissionId } },
    include: { document: true, file: true },
  })
  for (const { fileId, document, file } of pages) {
    for (let page = 0; page < file.pageCount; page += 1) {
      const shown = { ...of, kind: document.kind, fileId, variant: 'RENDITION', page } as const
      await recordView(reviewer, shown, async () => null)
    }
  }
}

function correctionOf({ part, field }: Refusal): { correction: Correction; correctionField: string | null } {
  if (field) return { correction: 'FIELD', correctionField: field }
  if (part === 'SENDER_SIGNATURE') return { correction: 'FIELD', correctionField: SIGNATURE }
  if (part === 'SAMPLE_MESSAGES') return { correction: 'FIELD', correctionField: SAMPLES }
  return { correction: 'PICTURE', correctionField: null }
}
