import { useTranslations } from 'next-intl'
import type { SlotPage } from '@/lib/qualifications/draft/read-draft'
import { ReplaceForm } from './replace-form'

type Props = { qualificationId: string; page: SlotPage; number: number }

/** Says which page of the letter a photograph shows, where its code was read, and lets the next one take its place. */
export function PageChoices({ qualificationId, page: { fileId, isToReplace, letterPages }, number }: Props) {
  const t = useTranslations('letters.order')
  const label = t(isToReplace ? 'keep' : 'replace')
  return (
    <div className="mt-1 w-36 text-sm">
      {letterPages.length > 0 ? <p>{t('shows', { pages: letterPages.join('、') })}</p> : null}
      <ReplaceForm
        qualificationId={qualificationId}
        fileId={fileId}
        isToReplace={isToReplace}
        label={label}
        about={t('about', { label, number })}
        next={t('next')}
      />
    </div>
  )
}
