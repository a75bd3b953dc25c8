import 'server-only'
import type { ClientActor } from '@/lib/actor/actor'
import type { Locale } from '@/lib/core/languages/locales'
import { writeTime } from '@/lib/core/languages/write-time'
import { database } from '@/lib/db/client'
import { findDraft } from '@/lib/qualifications/draft/draft'
import { examineDraft, shownDigest } from '@/lib/qualifications/draft/examine-draft'
import { atPages } from '@/lib/rulebook/file-places'
import type { Finding } from '@/lib/rulebook/findings'
import { PROBLEM_CODES } from '@/lib/rulebook/problems'
import { bilingualWords, type Say } from '../bilingual-words'
import type { Evaluations } from './write-schemas'

/**
 * Returns what the check page of a draft shows: what is missing, and what is doubtful. A submission names its version
 * and digest.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE when nothing of it can be written now
 */
export async function readEvaluations(client: ClientActor, id: string): Promise<Evaluations> {
  const draft = await findDraft(database(), client, id)
  const { findings } = await examineDraft(database(), draft)
  const { revision, draftVersion, rulebookVersion: rulebook } = draft.submission
  const both = await bilingualWords()
  return {
    ...{ revision, draftVersion, rulebook, shown: shownDigest(findings) },
    findings: findings.map((finding, at) => ({
      number: at + 1,
      ...{ severity: finding.severity, code: finding.code, place: placeOf(finding) },
      text: both((say, locale) => sentenceOf(say, locale, finding)),
    })),
  }
}

/** Returns the sentence of the check page. */
function sentenceOf(say: Say, locale: Locale, { code, severity, params, filePlaces }: Finding): string {
  if (code === 'FILES_EXAMINED') return say('applicant.documents.state.checking')
  if (code === 'FILES_UNCONFIRMED') return say('applicant.documents.unconfirmed', { count: params.files ?? 1 })
  if (code === 'LETTER_OUTDATED' && params.since) {
    return say('letters.changes.outdated', { day: writeTime(new Date(params.since), locale, 'day') })
  }
  if (PROBLEM_CODES.some((one) => one === code)) return say(`rulebook.problems.${code}`, params)
  return atPages(say, say(`rulebook.findings.${code}.text`, { ...params, severity }), filePlaces)
}

function placeOf({ place }: Finding): Evaluations['findings'][number]['place'] {
  const nowhere = { field: null, group: null, document: null, signature: null, sample: null }
  switch (place.on) {
    case 'FIELD':
      return { ...nowhere, on: 'FIELD', group: place.group, field: place.key }
    case 'GROUP':
      return { ...nowhere, on: 'GROUP', group: place.group }
    case 'DOCUMENT':
      return { ...nowhere, on: 'DOCUMENT', document: place.kind, signature: place.senderSignatureId }
    case 'SIGNATURE':
      return { ...nowhere, on: 'SIGNATURE', signature: place.id }
    case 'SAMPLE':
      return { ...nowhere, on: 'SAMPLE', sample: place.id }
    default:
      return { ...nowhere, on: place.on }
  }
}
