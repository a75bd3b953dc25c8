import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import type { DraftSlot, DraftView } from '@/lib/qualifications/draft/read-draft'

type Props = { pages: number; held: DraftSlot; findings: DraftView['findings'] }

/**
 * Says how many pages of a letter are still to be photographed. A PDF has several. Where the codes in the photographs
 * say which they are, a finding says it.
 */
export function MissingPages({ pages, held, findings }: Props) {
  const t = useTranslations('letters')
  const uploaded = held.pages.reduce((sum, { pageCount }) => sum + pageCount, 0)
  const isSaid = findings.some(
    ({ code, place }) => code === 'PAGE_MISSING' && place.on === 'DOCUMENT' && place.kind === held.slot.kind,
  )
  if (isSaid || held.isInLetterOrder || uploaded === 0 || uploaded >= pages || held.waiting.length > 0) return null
  return (
    <Alert tone="warning" className="mb-3">
      {t('pagesMissing', { pages, uploaded })}
    </Alert>
  )
}
