'use client'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { release } from '@/app/(review)/queue/actions'
import { SelectField } from '@/components/forms/select-field'
import { useFormAction } from '@/components/forms/use-form-action'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { RELEASE_REASONS } from '@/lib/review/claims/release-reasons'

type Props = {
  qualificationId: string
  /** Names the holder, where the claim is not the reader's own. */
  holder?: { id: string; name: string }
  /** Uses `normal` next to other acts of a page. */
  size?: 'small' | 'normal'
}

/** Releases a claim: one's own, or, for a lead, anyone's. */
export function ReleaseButton({ qualificationId, holder, size = 'small' }: Props) {
  const t = useTranslations('review.case')
  const [result, action] = useFormAction(release)
  const words = holder === undefined ? 'release' : 'releaseOther'
  return (
    <>
      <Refusal result={result} />
      <ConfirmDialog
        trigger={t(words)}
        triggerSize={size}
        title={t(`${words}Title`)}
        confirmLabel={t(words)}
        isDangerous={holder !== undefined}
        values={{ qualificationId, ...(holder ? { holderId: holder.id } : {}) }}
        action={action}
      >
        {t(`${words}Text`, { name: holder?.name ?? '' })}
        {holder === undefined ? null : (
          <div className="mt-3">
            <SelectField
              name="reason"
              label={t('releaseReason')}
              hint={t('releaseReasonHint', { name: holder.name })}
              required
              defaultValue=""
              placeholder={t('chooseReason')}
              options={RELEASE_REASONS.map((value) => ({ value, label: t(`releaseReasons.${value}`) }))}
            />
          </div>
        )}
      </ConfirmDialog>
    </>
  )
}
