import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { can } from '@/lib/actor/actor'
import { caseAsText } from '@/lib/review/case-text'
import { readForReview } from '@/lib/review/read-for-review'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { ClosedCase } from './_components/closed-case'
import { ReviewDesk } from './_components/review-desk'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('review.queue'))('title') }
}

export default async function ReviewPage({ params }: PageProps<'/queue/[qualificationId]'>) {
  const actor = await pageActor('review.queue')
  const { qualificationId } = await params
  const read = await readForReview(actor, qualificationId)
  if (!read) notFound()
  const { head, opened } = read
  if (opened) {
    return (
      <ClientMessages namespaces={['rulebook']}>
        <ReviewDesk text={caseAsText(read)} />
      </ClientMessages>
    )
  }
  return <ClosedCase head={head} canReview={can(actor, 'review.decide')} />
}
