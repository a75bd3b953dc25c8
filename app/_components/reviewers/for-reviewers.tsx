import { can } from '@/lib/actor/actor'
import { readNews } from '@/lib/review/notices/read-news'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { currentActor } from '@/lib/web/session'
import { ReviewersBar } from './reviewers-bar'

/**
 * Draws for a reviewer what they can still undo, and what they have to know, on pages that aren't of the review, too.
 */
export async function ForReviewers() {
  const actor = await currentActor()
  if (!actor || !can(actor, 'review.decide')) return null
  return (
    <ClientMessages namespaces={['review']}>
      <ReviewersBar drawn={await readNews(actor)} />
    </ClientMessages>
  )
}
