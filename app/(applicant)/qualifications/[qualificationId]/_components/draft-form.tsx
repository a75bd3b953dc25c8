'use client'
import { useTranslations } from 'next-intl'
import { type ChangeEventHandler, type ReactNode, useId } from 'react'
import { ErrorSummary, type SummedError } from '@/components/forms/error-summary'
import { FailureText } from '@/components/forms/failure-text'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { FormIdProvider, useFormId } from './form-id'
import type { useDraftForm } from './use-draft-form'

type Props = {
  draft: ReturnType<typeof useDraftForm>
  /** Adds hidden values to each save. */
  hidden: Record<string, string>
  /** Lists errors by the names of their fields. They are shown once the applicant pressed *continue*. */
  errors: readonly (SummedError & { label: string })[]
  /** Names the slots that contain files, by their keys. */
  slotNames: Readonly<Record<string, string>>
  /** Runs on a change of any of the form's controls. */
  onChange?: ChangeEventHandler<HTMLInputElement>
  /**
   * Says that other forms are between the controls, which then name their form instead of being inside it: see
   * `useFormId`.
   */
  isApart?: boolean
  children: ReactNode
}

/** Draws the frame of a task's form: what went wrong on top, the buttons below, and whether it is saved. */
export function DraftForm({ draft, hidden, errors, slotNames, onChange, isApart = false, children }: Props) {
  const { showsMissing } = draft
  const { onInput, onBlur, ...form } = draft.form
  const id = useId()
  const listeners = { onInput, onBlur, ...(onChange ? { onChange: (event: never) => onChange(event) } : {}) }
  const own = (
    <>
      {Object.entries({ ...hidden, seen: draft.seenHere, touched: draft.touchedHere }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {/* What Enter presses in a text field is the form's first button: it must not be one that removes a row. */}
      <button type="submit" name="intent" value="continue" tabIndex={-1} aria-hidden className="sr-only" />
    </>
  )
  const summed = showsMissing ? errors : []
  const body = (
    <>
      <Trouble draft={draft} errors={summed} slotNames={slotNames} />
      {children}
      <Buttons draft={draft} isFaulty={summed.length > 0} />
    </>
  )
  if (!isApart) {
    return (
      <form {...form} {...listeners} className="flex flex-col gap-6">
        {own}
        {body}
      </form>
    )
  }
  return (
    <div {...listeners} className="flex flex-col gap-6">
      <form {...form} id={id} className="sr-only">
        {own}
      </form>
      <FormIdProvider value={id}>{body}</FormIdProvider>
    </div>
  )
}

function Buttons({ draft: { state, isGoingOn }, isFaulty }: Pick<Props, 'draft'> & { isFaulty: boolean }) {
  const t = useTranslations('applicant.draft')
  const form = useFormId()
  return (
    <div className="flex flex-wrap items-center gap-3 border-t pt-5">
      <Button type="submit" form={form} variant="primary" name="intent" value="continue" isLoading={isGoingOn}>
        {t('continue')}
      </Button>
      <Button type="submit" form={form} name="intent" value="later">
        {t('later')}
      </Button>
      <p role="status" className="text-sm text-text-muted">
        {state === 'idle' ? t('savesItself') : t(`state.${isFaulty && state === 'saved' ? 'faulty' : state}`)}
      </p>
    </div>
  )
}

function Trouble({
  draft: { result, attempt, send },
  errors,
  slotNames,
}: Pick<Props, 'draft' | 'errors' | 'slotNames'>) {
  const t = useTranslations()
  const form = useFormId()
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
  if (result.error === 'DROPS_FILES') return <Dropped slots={String(result.params.slots)} slotNames={slotNames} />
  if (result.error !== 'CONFLICT') {
    // Each press of a button shows it again: it may be far above the button.
    return (
      <ErrorSummary
        key={`${attempt} ${result.error}`}
        message={<FailureText failure={result} onReturn={() => send('')} />}
      />
    )
  }
  return (
    <Alert
      tone="warning"
      isLive
      title={t('applicant.draft.conflict.title')}
      action={
        <>
          <Button type="submit" form={form} name="overwrite" value="yes">
            {t('applicant.draft.conflict.mine')}
          </Button>
          <Button asChild variant="quiet" className="max-w-full whitespace-normal">
            <a href="?">{t('applicant.draft.conflict.theirs')}</a>
          </Button>
        </>
      }
    >
      {t('applicant.draft.conflict.text')}
    </Alert>
  )
}

/** Shows which uploaded documents a change would remove, before anything is removed. */
function Dropped({ slots, slotNames }: { slots: string } & Pick<Props, 'slotNames'>) {
  const t = useTranslations('applicant.draft.drops')
  const form = useFormId()
  return (
    <Alert
      tone="warning"
      isLive
      title={t('title')}
      action={
        <>
          <Button type="submit" form={form} name="drop" value={slots}>
            {t('confirm')}
          </Button>
          <Button asChild variant="quiet">
            <a href="?">{t('keep')}</a>
          </Button>
        </>
      }
    >
      <p>{t('text')}</p>
      <ul className="mt-1 list-disc pl-5">
        {slots.split(',').map((slot) => (
          <li key={slot}>{slotNames[slot] ?? t('other')}</li>
        ))}
      </ul>
    </Alert>
  )
}
