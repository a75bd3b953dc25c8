import { CircleCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { FieldRule } from '@/lib/rulebook/rulebook'
import { DeclaredValue } from './declared-value'

type Props = { rule: FieldRule; value: string; words: Record<string, string> }

/** An answer that was accepted in the last round: shown, not asked. */
export function AcceptedField({ rule, value, words }: Props) {
  const t = useTranslations()
  return (
    <dl className="flex flex-wrap items-baseline gap-x-4 gap-y-1 rounded-md border border-success/25 bg-success-soft px-4 py-2.5">
      <dt className="w-full text-sm text-text-muted sm:w-44">{t(`rulebook.fields.${rule.key}.label`, words)}</dt>
      <dd className="min-w-0 flex-1 whitespace-pre-line">
        <DeclaredValue rule={rule} value={value} />
      </dd>
      <dd className="flex items-center gap-1 text-sm text-success">
        <CircleCheck aria-hidden className="size-4" />
        {t('applicant.locks.accepted')}
      </dd>
    </dl>
  )
}
