import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { aFullDraft, aSubmitted } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { cookieFor } from '@/tests/setup/http'
import { fillQueueTo } from '../many-waiting'

export type Cookie = Awaited<ReturnType<typeof cookieFor>>
export type Page = { name: string; path: string; cookie?: Cookie; isPhone: boolean }

const WAITING = 60

/** Fills the portal, and returns the pages that people visit most: applicants on a phone, reviewers at a desk. */
export async function visitedPages(): Promise<Page[]> {
  const draft = await aFullDraft()
  const submitted = await aSubmitted()
  const claimed = await aSubmitted()
  const [reader, reviewer] = [await aColleague(), await aColleague()]
  await claimQualification(reviewer.actor, { qualificationId: claimed.id })
  await fillQueueTo(WAITING)
  const cookieOf = ({ actor }: { actor: { sessionId: string } }) => cookieFor(actor.sessionId)
  const [drafter, owner] = [await cookieOf(draft.applicant), await cookieOf(submitted.applicant)]
  return [
    { name: 'landing', path: '/', isPhone: true },
    { name: 'documents', path: `/qualifications/${draft.id}/documents`, cookie: drafter, isPhone: true },
    { name: 'status', path: `/qualifications/${submitted.id}`, cookie: owner, isPhone: true },
    { name: 'queue', path: '/queue', cookie: await cookieOf(reader), isPhone: false },
    { name: 'workbench', path: `/queue/${claimed.id}`, cookie: await cookieOf(reviewer), isPhone: false },
  ]
}
