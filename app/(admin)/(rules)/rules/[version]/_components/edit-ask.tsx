'use client'
import { useTranslations } from 'next-intl'
import { ASKS } from '@/lib/rules/edit-schemas'
import { EditSelect } from '../../../_components/edit-controls'

type Props = {
  name: string
  label: string
  value: (typeof ASKS)[number]
  /** Not all that is asked can be left out. */
  isFree: boolean
  isConditional: boolean
}

export function EditAsk({ name, label, value, isFree, isConditional }: Props) {
  const t = useTranslations('rules.asks')
  const options = ASKS.map((each) => ({ value: each, label: t(each) }))
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      {isFree ? <EditSelect name={name} label={label} value={value} options={options} /> : t('ALWAYS')}
      {isConditional ? <span className="text-xs text-text-muted">{t('conditional')}</span> : null}
    </span>
  )
}
