'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Refusal } from '../../_components/refusal'
import { release } from '../../actions'

type Props = { qualificationId: string /** Who holds it, when it is another's. */; holder?: string }

/** Gives a claim back: one's own, or as a lead another's. */
export function ReleaseButton({ qualificationId, holder }: Props) {
  const t = useTranslations('review.case')
  const [result, action] = useActionState(release, null)
  const words = holder === undefined ? 'release' : 'releaseOther'
  return (
    <>
      <Refusal failure={result && !result.ok ? result : null} />
      <ConfirmDialog
        trigger={t(words)}
        triggerSize="small"
        title={t(`${words}Title`)}
        confirmLabel={t(words)}
        isDangerous={holder !== undefined}
        values={{ qualificationId }}
        action={action}
      >
        {t(`${words}Text`, { name: holder ?? '' })}
      </ConfirmDialog>
    </>
  )
}
