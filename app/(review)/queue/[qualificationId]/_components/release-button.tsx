'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { ActionFailure } from '@/lib/web/form-action'
import { Refusal } from '../../_components/refusal'
import { release } from '../../actions'

type Props = { qualificationId: string /** Who holds it, when it is another's. */; holder?: string }

/** Gives a claim back: one's own, or as a lead another's. */
export function ReleaseButton({ qualificationId, holder }: Props) {
  const t = useTranslations('review.case')
  const [failure, setFailure] = useState<ActionFailure | null>(null)
  const words = holder === undefined ? 'release' : 'releaseOther'
  return (
    <>
      <Refusal failure={failure} />
      <ConfirmDialog
        trigger={t(words)}
        triggerSize="small"
        title={t(`${words}Title`)}
        confirmLabel={t(words)}
        isDangerous={holder !== undefined}
        values={{ qualificationId }}
        action={async (form) => {
          const result = await release(null, form)
          setFailure(result && !result.ok ? result : null)
        }}
      >
        {t(`${words}Text`, { name: holder ?? '' })}
      </ConfirmDialog>
    </>
  )
}
