'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useActionState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { Alert } from '@/components/ui/alert'
import type { RuleEdit } from '@/lib/rules/edit-schemas'
import { save } from '../actions'
import { EditContext } from './edit-context'
import { EditFailure } from './edit-failure'

type Props = {
  /** Null where nothing can be changed: the same words, without controls. */
  draft: { id: string; edits: number } | null
  part: RuleEdit['part']
  /** Sent along: what the part is about. */
  about?: Readonly<Record<string, string>>
  children: ReactNode
}

/** One part of a draft. What was typed stays when it is refused, and when someone else was faster. */
export function EditForm({ draft, part, about = {}, children }: Props) {
  const t = useTranslations('rules.edit')
  const [result, action] = useActionState(save, null)
  if (!draft) return <EditContext value={{ isEditable: false, failure: null }}>{children}</EditContext>
  const failure = result && !result.ok ? result : null
  return (
    <form action={action} className="flex flex-col gap-5">
      {Object.entries({ draftId: draft.id, edits: draft.edits, part, ...about }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {failure ? <EditFailure failure={failure} /> : null}
      {result?.ok ? (
        <Alert tone="success" isLive>
          {t('saved')}
        </Alert>
      ) : null}
      <EditContext value={{ isEditable: true, failure }}>{children}</EditContext>
      <div>
        <SubmitButton>{t('save')}</SubmitButton>
      </div>
    </form>
  )
}
