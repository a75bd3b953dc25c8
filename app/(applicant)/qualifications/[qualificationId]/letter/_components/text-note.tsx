import { useFormatter, useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { startOfDay } from '@/lib/core/clock'
import type { DraftView } from '@/lib/qualifications/draft/read-draft'

/** Says that an older text of the letters is not accepted any more, and until when the present one is. */
export function TextNote({ text: { since, until } }: { text: DraftView['letterText'] }) {
  const t = useTranslations('letters.text')
  const format = useFormatter()
  const day = (date: string) => format.dateTime(startOfDay(date), 'day')
  return (
    <>
      {since ? (
        <Alert tone="warning" className="mb-4 print:hidden">
          {t('since', { day: day(since) })}
        </Alert>
      ) : null}
      {until ? (
        <Alert tone="info" className="mb-4 print:hidden">
          {t('until', { day: day(until) })}
        </Alert>
      ) : null}
    </>
  )
}
