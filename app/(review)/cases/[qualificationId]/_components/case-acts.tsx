import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import type { StoryHead, StoryRights } from '@/lib/review/read-story'
import { Take } from '../../../queue/_components/take'
import { Urgency } from '../../../queue/_components/urgency'
import { ReleaseButton } from '../../../queue/[qualificationId]/_components/release-button'
import { StandingAct } from './standing-act'

type Props = { head: Pick<StoryHead, 'id' | 'reference' | 'isUrgent' | 'holder'>; may: StoryRights }

/** What the reader may do about it now; nothing for who may only look. */
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
        <ReleaseButton qualificationId={id} holder={holder.name ?? t('review.queue.someone')} />
      ) : null}
      {may.claim ? <Take qualificationId={id} label={t('review.case.claim')} isMain /> : null}
      {may.standing.map((act) => (
        <StandingAct key={act} act={act} qualificationId={id} />
      ))}
    </>
  )
}
