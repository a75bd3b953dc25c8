import { notFound, redirect } from 'next/navigation'
import { readStatus } from '@/lib/qualifications/queries'
import { readDraft } from '@/lib/qualifications/read-draft'
import { pageActor } from '@/lib/web/session'

export type TaskPageProps = { params: Promise<{ qualificationId: string }> }

/** The open application of a task's page; one that is handed in has its status to show instead. */
export async function ownDraft(params: TaskPageProps['params']) {
  const actor = await pageActor('qualification.own')
  const { qualificationId } = await params
  const draft = await readDraft(actor, qualificationId)
  if (draft) return draft
  if (await readStatus(actor, qualificationId)) redirect(`/qualifications/${qualificationId}`)
  notFound()
}
