import { useTranslations } from 'next-intl'
import type { FieldRule } from '@/lib/rulebook/rulebook'

type Props = { rule: FieldRule; value: string; words: Record<string, string> }

/** Shows and sends the only answer that the other answers leave to a choice: nothing is there to choose. */
export function OnlyAnswer({ rule, value, words }: Props) {
  const t = useTranslations('rulebook')
  return (
    <dl>
      <dt className="font-medium">{t(`fields.${rule.key}.label`, words)}</dt>
      <dd className="mt-1 text-text-muted">
        {t(`options.${rule.key}.${value}`)}
        <input type="hidden" name={rule.key} value={value} />
      </dd>
    </dl>
  )
}
