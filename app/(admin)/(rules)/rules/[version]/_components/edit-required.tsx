'use client'
import { useTranslations } from 'next-intl'
import { EditSelect } from '@/components/rules/edit-controls'
import { REQUIREMENTS } from '@/lib/rulebook/editing/edit-choices'

type Props = {
  name: string
  label: string
  value: (typeof REQUIREMENTS)[number]
  /** Some fields can't be left out. */
  isFree: boolean
  isConditional: boolean
}

export function EditRequired({ name, label, value, isFree, isConditional }: Props) {
  const t = useTranslations('rules.requirements')
  const options = REQUIREMENTS.map((each) => ({ value: each, label: t(each) }))
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      {isFree ? <EditSelect name={name} label={label} value={value} options={options} /> : t('ALWAYS')}
      {isConditional ? <span className="text-xs text-text-muted">{t('conditional')}</span> : null}
    </span>
  )
}
