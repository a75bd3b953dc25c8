import { SYSTEM } from '@/lib/actor/actor'
import { transaction } from '@/lib/db/client'
import { finishErasing } from '@/lib/documents/erase-files'
import { eraseQualification } from '@/lib/privacy/erasure/erase-qualification'
import { revokeQualification } from '@/lib/qualifications/standing/revoke-qualification'
import { endedAgo } from '@/tests/factories/endings'
import { aFullDraft, aSubmitted, decide } from '@/tests/factories/journey'
import type { Cases, Staff } from './cases'
import type { Screen } from './screen'

/** Lists pages of applications that were revoked, lapsed or were erased, and what was submitted of an erased one. */
export async function endedPages({ administrator, colleague }: Staff): Promise<Screen[]> {
  const [revoked, lapsed, erased] = [await aSubmitted(), await aFullDraft(), await aSubmitted()]
  await decide(colleague.actor, revoked.id)
  const note = '六月九日的投诉至今没有说明。'
  await revokeQualification(administrator, { qualificationId: revoked.id, reason: 'COMPLAINTS', note })
  await endedAgo(lapsed.id, 'LAPSED', 0)
  await decide(colleague.actor, erased.id, { ID_PORTRAIT: 'SUSPECTED_FORGERY' })
  await erase(erased.id)
  const pageOf = ({ applicant, id }: Cases['draft'], name: string, rest = ''): Screen => ({
    name,
    url: `/qualifications/${id}${rest}`,
    actor: applicant.actor,
  })
  return [
    pageOf(revoked, 'qualification-revoked'),
    pageOf(lapsed, 'qualification-lapsed'),
    pageOf(erased, 'qualification-erased'),
    pageOf(erased, 'submitted-erased', '/submitted/1'),
  ]
}

/** Erases documents and details, as when their retention ends. */
async function erase(id: string): Promise<void> {
  const erasure = { id, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'RETENTION', requestId: null } as const
  await finishErasing(await transaction((tx) => eraseQualification(tx, SYSTEM, erasure)))
}
