'use client'
import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import type { RuleKind } from '@/lib/db/generated/enums'
import { startDraft } from '../actions'

type Props = { kind: RuleKind; basedOn: string; children: string }

export function StartDraft({ kind, basedOn, children }: Props) {
  const t = useTranslations()
  const [result, action] = useFormAction(startDraft)
  const holder = result && !result.ok && result.error === 'CONFLICT' ? result.params.name : undefined
  return (
    <form action={action} className="flex flex-col items-start gap-2">
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="basedOn" value={basedOn} />
      {result && !result.ok ? (
        <Alert tone="danger" isLive>
          {holder === undefined
            ? t(`errors.${result.error}`, result.params)
            : t('rules.start.taken', { name: String(holder || t('rules.list.someone')) })}
        </Alert>
      ) : null}
      <SubmitButton variant="secondary">{children}</SubmitButton>
    </form>
  )
}
