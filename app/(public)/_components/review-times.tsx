import { getTranslations } from 'next-intl/server'
import { readReviewTimes } from '@/lib/review/queue/review-times'

const HOUR = 3_600
const DAY = 24 * HOUR

/** Shows how long a review takes now, and how that is known. */
export async function ReviewTimes() {
  const [{ waiting, usual }, t] = await Promise.all([readReviewTimes(), getTranslations('public.home.howLong')])
  return (
    <section aria-labelledby="how-long">
      <h2 id="how-long" className="text-lg font-semibold">
        {t('title')}
      </h2>
      {usual ? (
        <>
          <p className="mt-2 text-xl font-semibold">{lasted(usual.medianSeconds, t)}</p>
          <p className="mt-1 text-text-muted">{t('basis', { count: usual.decided })}</p>
        </>
      ) : (
        <p className="mt-3 text-text-muted">{t('unknown')}</p>
      )}
      <p className="mt-1 text-text-muted">{t('waiting', { count: waiting })}</p>
    </section>
  )
}

type Words = (key: 'hour' | 'hours' | 'days', values?: Record<string, number>) => string

/** Rounded up, so that nobody is promised too much. */
function lasted(seconds: number, t: Words): string {
  if (seconds <= HOUR) return t('hour')
  return seconds <= 2 * DAY
    ? t('hours', { hours: Math.ceil(seconds / HOUR) })
    : t('days', { days: Math.ceil(seconds / DAY) })
}
