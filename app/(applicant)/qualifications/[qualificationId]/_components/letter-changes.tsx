import { useFormatter, useTranslations } from 'next-intl'
import { useBilingual } from '@/components/ui/use-bilingual'
import { startOfDay } from '@/lib/core/clock'
import type { DraftSlot } from '@/lib/qualifications/draft/read-draft'

/** Lists what differs between the photographed letter and the current one. */
export function LetterChanges({ letter }: Pick<DraftSlot, 'letter'>) {
  const t = useTranslations('letters.changes')
  const words = useBilingual()
  const format = useFormatter()
  if (letter?.state !== 'VOID') return null
  const { changes, since } = letter
  const day = since && format.dateTime(startOfDay(since), 'day')
  // The applicant can't change the platform's name back.
  const isNotTheirs = changes.some((change) => change.of === 'PLATFORM')
  if (changes.length === 0) return day ? <p className="mt-2">{t('since', { day })}</p> : null
  return (
    <>
      {day ? <p className="mt-2">{t('since', { day })}</p> : null}
      <ul className="mt-2 list-disc pl-5">
        {changes.map((change) => {
          if (change.of !== 'PARTICULAR') return <li key={change.of}>{t(change.of)}</li>
          const { label, values } = change
          return (
            <li key={label['zh-CN']}>
              {values
                ? t('values', { name: words(label), before: words(values.before), now: words(values.now) })
                : words(label)}
            </li>
          )
        })}
      </ul>
      {day || isNotTheirs ? null : <p className="mt-2">{t('back')}</p>}
    </>
  )
}
