import { useTranslations } from 'next-intl'
import type { SlotPage } from '@/lib/qualifications/draft/read-draft'
import { ReplaceForm } from './replace-form'

type Props = { qualificationId: string; page: SlotPage; number: number }

/**
 * Says which page of the letter a photograph shows, where its code was read, and lets the next one take its place, or
 * says that one did.
 */
export function PageChoices({
  qualificationId,
  page: { fileId, isToReplace, isReplaced, letterPages },
  number,
}: Props) {
  const t = useTranslations('letters.order')
  const label = t(isToReplace ? 'keep' : 'replace')
  return (
    <div className="mt-1 w-36 text-sm">
      {letterPages.length > 0 ? <p>{t('shows', { pages: letterPages.join('、') })}</p> : null}
      {isReplaced ? (
        <p className="font-medium">{t('replaced')}</p>
      ) : (
        <ReplaceForm
          qualificationId={qualificationId}
          fileId={fileId}
          isToReplace={isToReplace}
          label={label}
          about={t('about', { label, number })}
          next={t('next')}
        />
      )}
    </div>
  )
}
