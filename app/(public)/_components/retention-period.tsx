import { useTranslations } from 'next-intl'
import type { Retention } from '@/lib/rulebook/retention'

/**
 * Shows how long submitted material is retained. Of the outcomes without approval it shows the longest: no other lasts
 * longer.
 */
export function RetentionPeriod({ retention: { APPROVED, ...others } }: { retention: Retention }) {
  const t = useTranslations('public.prepare.storage')
  const refused = Math.max(...Object.values(others).map(({ detailsDays }) => detailsDays))
  return (
    <section aria-labelledby="stored">
      <h2 id="stored" className="text-lg font-semibold">
        {t('title')}
      </h2>
      <p className="mt-1 text-text-muted">{t('text', { refused, approved: APPROVED.detailsDays })}</p>
    </section>
  )
}
