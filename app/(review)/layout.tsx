import type { ReactNode } from 'react'
import { ReviewersBar } from '@/app/_components/reviewers/reviewers-bar'
import { StaffFrame } from '@/app/_components/staff-frame'
import { FreshOnReturn } from '@/app/(review)/_components/fresh-on-return'
import { can } from '@/lib/actor/actor'
import { readNews } from '@/lib/review/notices/read-news'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { currentActor } from '@/lib/web/session'

export default async function ReviewLayout({ children }: { children: ReactNode }) {
  const actor = await currentActor()
  return (
    <StaffFrame>
      <FreshOnReturn />
      <ClientMessages namespaces={['review']}>
        {actor && can(actor, 'review.decide') ? <ReviewersBar drawn={await readNews(actor)} /> : null}
        {children}
      </ClientMessages>
    </StaffFrame>
  )
}
