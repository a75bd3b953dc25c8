import { notFound } from 'next/navigation'
import { readOwnWays } from '@/lib/accounts/notices/read-own-ways'
import type { PersonActor } from '@/lib/actor/actor'
import { readOwnFilings } from '@/lib/filings/queries'
import { readOwnSupplements } from '@/lib/filings/supplements/read-supplements'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { isWaiting } from '@/lib/qualifications/lifecycle'
import { listUnfinished } from '@/lib/qualifications/queries'
import { readStatus, type StatusView as View } from '@/lib/qualifications/read-status'
import { expectedAnswer } from '@/lib/review/queue/expected-answer'
import { readReviewTimes } from '@/lib/review/queue/review-times'
import { pageActor } from '@/lib/web/session'
import { UnfinishedDrafts } from '../_components/unfinished-drafts'
import { ExpectedAnswer } from './_components/expected-answer'
import { StatusSupplements } from './_components/status-supplements'
import { StatusView } from './_components/status-view'
import { SubmittedLinks } from './_components/submitted-links'
import { TaskOverview } from './_components/task-overview'
import { TestNotice } from './_components/test-notice'
import { WithdrawButton } from './_components/withdraw-button'

/** Shows what is to be done while an application is open, and its status once it is submitted. */
export default async function QualificationPage({
  params,
  searchParams,
}: PageProps<'/qualifications/[qualificationId]'>) {
  const actor = await pageActor('qualification.own')
  const { qualificationId } = await params
  const draft = await readDraft(actor, qualificationId)
  if (draft) {
    return (
      <>
        {draft.isTest ? <TestNotice /> : null}
        <TaskOverview draft={draft} />
        {draft.revision > 1 ? (
          <div className="mt-8">
            <SubmittedLinks qualificationId={draft.id} count={draft.revision - 1} />
          </div>
        ) : null}
        <WithdrawButton qualificationId={draft.id} reference={draft.reference} status={draft.status} />
      </>
    )
  }
  const status = await readStatus(actor, qualificationId)
  if (!status) notFound()
  const [filings, supplements, unfinished] = await Promise.all([
    readOwnFilings(actor, qualificationId),
    readOwnSupplements(actor, qualificationId),
    status.may.startAgain ? listUnfinished(actor, status.kind) : [],
  ])
  return (
    <>
      {status.isTest ? <TestNotice /> : null}
      <StatusView
        view={status}
        filings={filings}
        isJustSubmitted={'submitted' in (await searchParams)}
        expected={isWaiting(status.status) && !status.isTest ? <Expected actor={actor} view={status} /> : null}
        supplements={<StatusSupplements view={status} supplements={supplements} />}
        unfinished={<UnfinishedDrafts drafts={unfinished} className="mt-4" />}
      />
    </>
  )
}

async function Expected({ actor, view: { timeline } }: { actor: PersonActor; view: View }) {
  const submitted = timeline.findLast(({ event }) => event === 'SUBMITTED')
  if (!submitted) return null
  const [{ usual }, ways] = await Promise.all([readReviewTimes(), readOwnWays(actor)])
  return <ExpectedAnswer expected={expectedAnswer(usual, submitted.at, new Date())} ways={ways} />
}
