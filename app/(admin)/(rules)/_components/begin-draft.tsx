'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { Alert } from '@/components/ui/alert'
import type { RuleKind } from '@/lib/db/generated/enums'
import { begin } from '../actions'

type Props = { kind: RuleKind; basedOn: string; children: string }

export function BeginDraft({ kind, basedOn, children }: Props) {
  const t = useTranslations()
  const [result, action] = useActionState(begin, null)
  const holder = result && !result.ok && result.error === 'CONFLICT' ? result.params.name : undefined
  return (
    <form action={action} className="flex flex-col items-start gap-2">
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="basedOn" value={basedOn} />
      {result && !result.ok ? (
        <Alert tone="danger" isLive>
          {holder === undefined
            ? t(`errors.${result.error}`, result.params)
            : t('rules.begin.taken', { name: String(holder || t('rules.list.someone')) })}
        </Alert>
      ) : null}
      <SubmitButton variant="secondary">{children}</SubmitButton>
    </form>
  )
}
