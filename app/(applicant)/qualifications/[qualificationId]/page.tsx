import { notFound } from 'next/navigation'
import { readOwnFilings } from '@/lib/filings/queries'
import { readDraft } from '@/lib/qualifications/read-draft'
import { readStatus } from '@/lib/qualifications/read-status'
import { pageActor } from '@/lib/web/session'
import { StatusView } from './_components/status-view'
import { TaskOverview } from './_components/task-overview'
import { WithdrawButton } from './_components/withdraw-button'

/** What is to be done while it is open, and how it stands once it is handed in. */
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
        <TaskOverview draft={draft} />
        <WithdrawButton qualificationId={draft.id} reference={draft.reference} status={draft.status} />
      </>
    )
  }
  const status = await readStatus(actor, qualificationId)
  if (!status) notFound()
  const filings = await readOwnFilings(actor, qualificationId)
  return <StatusView view={status} filings={filings} isJustSubmitted={'submitted' in (await searchParams)} />
}
