import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { ClaimButton } from '@/app/(review)/_components/claim-button'
import { ReleaseButton } from '@/app/(review)/_components/release-button'
import { Urgency } from '@/app/(review)/_components/urgency'
import { Button } from '@/components/ui/button'
import type { StoryHead, StoryRights } from '@/lib/cases/read-story'
import { StandingAct } from './standing-act'

type Props = { head: Pick<StoryHead, 'id' | 'reference' | 'isUrgent' | 'holder'>; may: StoryRights }

/** Shows what the reader may do about a case now; shows nothing to people who may only look. */
export function CaseActs({ head: { id, reference, isUrgent, holder }, may }: Props) {
  const t = useTranslations()
  return (
    <>
      {may.open ? (
        <Button asChild variant="primary">
          <Link href={`/queue/${id}`}>{t('cases.open')}</Link>
        </Button>
      ) : null}
      {may.urgency ? <Urgency qualificationId={id} reference={reference} isUrgent={isUrgent} /> : null}
      {may.release && holder && !holder.isMe ? (
        <ReleaseButton
          qualificationId={id}
          holder={{ id: holder.id, name: holder.name ?? t('review.queue.someone') }}
          size="normal"
        />
      ) : null}
      {may.claim ? <ClaimButton qualificationId={id} label={t('review.case.claim')} isMain /> : null}
      {may.standing.map((act) => (
        <StandingAct key={act} act={act} qualificationId={id} />
      ))}
    </>
  )
}
