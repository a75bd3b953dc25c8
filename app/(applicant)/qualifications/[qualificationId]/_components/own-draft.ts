import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { readStatus } from '@/lib/qualifications/read-status'
import { pageActor } from '@/lib/web/session'

export type TaskPageProps = { params: Promise<{ qualificationId: string }> }

/** Returns the open application of a task's page. A submitted one redirects to its status. */
export async function ownDraft(params: TaskPageProps['params']) {
  return draftOf((await params).qualificationId)
}

/** Reads the draft once for each request: a page and its title need the same. */
const draftOf = cache(async (qualificationId: string) => {
  const actor = await pageActor('qualification.own')
  const draft = await readDraft(actor, qualificationId)
  if (draft) return draft
  if (await readStatus(actor, qualificationId)) redirect(`/qualifications/${qualificationId}`)
  notFound()
})
