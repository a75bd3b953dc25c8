import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { Moment } from '@/components/ui/moment'
import type { Subject } from './watched-subjects'

/** Says in one sentence whether anything needs attention. What can't be checked is not well. */
export function Summary({ at, subjects }: { at: Date; subjects: readonly Subject[] }) {
  const t = useTranslations('operations.summary')
  const count = (wanted: Subject['state']) => subjects.filter(({ state }) => state === wanted).length
  const [attention, notKnown] = [count('HOLDS'), count('NOT_KNOWN')]
  const sentences = [
    ...(attention > 0 ? [t('attention', { count: attention })] : []),
    ...(notKnown > 0 ? [t('notKnown', { count: notKnown })] : []),
  ]
  const isWell = sentences.length === 0
  return (
    <Alert tone={isWell ? 'success' : 'warning'} title={isWell ? t('well') : sentences.join(t('and'))}>
      <span className="text-text-muted">{t.rich('at', { time: () => <Moment at={at} isExact /> })}</span>
    </Alert>
  )
}
