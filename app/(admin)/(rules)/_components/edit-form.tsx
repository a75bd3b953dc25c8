'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { useLeaveWarning } from '@/components/forms/use-leave-warning'
import { EditContext } from '@/components/rules/edit-context'
import { EditFailure } from '@/components/rules/edit-failure'
import { Alert } from '@/components/ui/alert'
import type { RuleEdit } from '@/lib/rulebook/editing/edit-schemas'
import { save } from '../actions'

type Props = {
  /** Null where nothing can be changed: the same words, without controls. */
  draft: { id: string; edits: number } | null
  part: RuleEdit['part']
  /** The form sends along what the part is about. */
  about?: Readonly<Record<string, string>>
  children: ReactNode
}

/**
 * Shows one part of a draft as a form. What was typed stays when it is refused, and when someone else was faster;
 * before it is lost, they are asked.
 */
export function EditForm({ draft, part, about = {}, children }: Props) {
  const t = useTranslations('rules.edit')
  const [result, action] = useFormAction(save)
  const [isUnsaved, setUnsaved] = useState(false)
  useEffect(() => {
    if (result?.ok) setUnsaved(false)
  }, [result])
  useLeaveWarning(isUnsaved, t('leave'))
  if (!draft) return <EditContext value={{ isEditable: false, failure: null }}>{children}</EditContext>
  const failure = result && !result.ok ? result : null
  return (
    <form action={action} onInput={() => setUnsaved(true)} className="flex flex-col gap-5">
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
