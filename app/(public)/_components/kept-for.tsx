import { useTranslations } from 'next-intl'
import type { Retention } from '@/lib/rulebook/retention'

/** How long what is handed in is kept. Of the outcomes without approval the longest is said: none is kept longer. */
export function KeptFor({ retention: { APPROVED, ...others } }: { retention: Retention }) {
  const t = useTranslations('public.prepare.kept')
  const refused = Math.max(...Object.values(others).map(({ detailsDays }) => detailsDays))
  return (
    <section aria-labelledby="kept">
      <h2 id="kept" className="text-lg font-semibold">
        {t('title')}
      </h2>
      <p className="mt-1 text-text-muted">{t('text', { refused, approved: APPROVED.detailsDays })}</p>
    </section>
  )
}
