import { notFound } from 'next/navigation'
import { readStatus } from '@/lib/qualifications/queries'
import { readDraft } from '@/lib/qualifications/read-draft'
import { pageActor } from '@/lib/web/session'
import { StatusView } from './_components/status-view'
import { TaskOverview } from './_components/task-overview'

/** What is to be done while it is open, and how it stands once it is handed in. */
export default async function QualificationPage({
  params,
  searchParams,
}: PageProps<'/qualifications/[qualificationId]'>) {
  const actor = await pageActor('qualification.own')
  const { qualificationId } = await params
  const draft = await readDraft(actor, qualificationId)
  if (draft) return <TaskOverview draft={draft} />
  const status = await readStatus(actor, qualificationId)
  if (!status) notFound()
  return <StatusView view={status} isJustSubmitted={'submitted' in (await searchParams)} />
}
