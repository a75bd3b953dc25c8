'use client'
import { useTranslations } from 'next-intl'
import type { ChangeEventHandler, ReactNode } from 'react'
import { ErrorSummary, type SummedError } from '@/components/forms/error-summary'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import type { useDraftForm } from './use-draft-form'

type Props = {
  draft: ReturnType<typeof useDraftForm>
  /** Sent along with each save. */
  hidden: Record<string, string>
  /** What is wrong, each with what the field is called: shown once they asked to go on. */
  errors: readonly (SummedError & { label: string })[]
  /** Of any of its controls. */
  onChange?: ChangeEventHandler<HTMLInputElement>
  children: ReactNode
}

/** The frame of a task's form: what went wrong on top, the buttons below, and whether it is saved. */
export function DraftForm({ draft, hidden, errors, onChange, children }: Props) {
  const t = useTranslations('applicant.draft')
  const { result, state, isAsked, isGoingOn, form } = draft
  return (
    <form
      {...form}
      {...(onChange ? { onChange: (event) => onChange(event as never) } : {})}
      className="flex flex-col gap-6"
    >
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {/* What Enter presses in a text field is the form's first button: it must not be one that removes a row. */}
      <button type="submit" name="intent" value="continue" tabIndex={-1} aria-hidden className="sr-only" />
      <Trouble draft={draft} errors={isAsked && result?.ok ? errors : []} />
      {children}
      <div className="flex flex-wrap items-center gap-3 border-t pt-5">
        <Button type="submit" variant="primary" name="intent" value="continue" isLoading={isGoingOn}>
          {t('continue')}
        </Button>
        <Button type="submit" name="intent" value="later">
          {t('later')}
        </Button>
        <p role="status" className="text-sm text-text-muted">
          {state === 'idle' ? t('savesItself') : t(`state.${state}`)}
        </p>
      </div>
    </form>
  )
}

function Trouble({ draft: { result }, errors }: Pick<Props, 'draft' | 'errors'>) {
  const t = useTranslations()
  if (!result || result.ok) {
    const named = errors.map(({ name, label, message }) => ({
      name,
      message: (
        <>
          {t('applicant.draft.errorOf', { label })}
          {message}
        </>
      ),
    }))
    return named.length > 0 ? <ErrorSummary errors={named} /> : null
  }
  if (result.error !== 'CONFLICT') {
    return <ErrorSummary message={t(`errors.${result.error}`, result.params)} />
  }
  return (
    <Alert
      tone="warning"
      isLive
      title={t('applicant.draft.conflict.title')}
      action={
        <>
          <Button type="submit" name="overwrite" value="yes">
            {t('applicant.draft.conflict.mine')}
          </Button>
          <Button asChild variant="quiet">
            <a href="?">{t('applicant.draft.conflict.theirs')}</a>
          </Button>
        </>
      }
    >
      {t('applicant.draft.conflict.text')}
    </Alert>
  )
}
