import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { readDraft } from '@/lib/qualifications/read-draft'
import { readStatus } from '@/lib/qualifications/read-status'
import { pageActor } from '@/lib/web/session'

export type TaskPageProps = { params: Promise<{ qualificationId: string }> }

/** The open application of a task's page; one that is handed in has its status to show instead. */
export async function ownDraft(params: TaskPageProps['params']) {
  return draftOf((await params).qualificationId)
}

/** Once a request: a page and its title ask for the same. */
const draftOf = cache(async (qualificationId: string) => {
  const actor = await pageActor('qualification.own')
  const draft = await readDraft(actor, qualificationId)
  if (draft) return draft
  if (await readStatus(actor, qualificationId)) redirect(`/qualifications/${qualificationId}`)
  notFound()
})
