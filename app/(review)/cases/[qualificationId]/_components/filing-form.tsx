'use client'
import { useTranslations } from 'next-intl'
import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import { FailureText } from '@/components/forms/failure-text'
import { NoteField, stopAtNumber } from '@/components/forms/note-field'
import { Select } from '@/components/forms/select'
import { SubmitButton } from '@/components/forms/submit-button'
import { useActionResult } from '@/components/forms/use-action-result'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { ActionFailure } from '@/lib/core/forms/action-result'
import type { FilingState } from '@/lib/db/generated/enums'
import { EXTENSION_MAX, FOLLOWS, REASON_MAX } from '@/lib/filings/lifecycle'
import type { CarrierFiling } from '@/lib/filings/queries'
import { recordFiling } from '../actions'

type Props = { senderSignatureId: string; filing: CarrierFiling; label: string; close: () => void }

/** Shows the form for a carrier's answer, with the states that may follow. Fields of other states aren't there. */
export function FilingForm({ senderSignatureId, filing, label, close }: Props) {
  const t = useTranslations('filings')
  const words = useTranslations('cases.filings')
  const problems = useTranslations('standing.problems')
  const standing = useTranslations('cases.standing')
  const next = FOLLOWS[filing.state]
  const [state, setState] = useState<FilingState>(next[0] ?? filing.state)
  const [result, action] = useActionResult(recordFiling, close)
  const reasonId = useId()
  const failure = result && !result.ok ? result : null
  const sent = (name: 'extensionNumber' | 'filedOn' | 'effectiveOn' | 'reason') => {
    const value = failure?.sent[name]
    return typeof value === 'string' ? value : (filing[name] ?? '')
  }
  const isDated = state === 'EFFECTIVE' || (state === 'FAILED' && filing.effectiveOn !== null)
  return (
    <form
      aria-label={words('formOf', { name: label })}
      className="flex flex-col gap-3 py-3"
      action={action}
      onSubmit={stopAtNumber}
    >
      {failure?.fields.reason?.includes('NOTE_WITH_NUMBER') ? null : <Problem failure={failure} />}
      <input type="hidden" name="senderSignatureId" value={senderSignatureId} />
      <input type="hidden" name="carrier" value={filing.carrier} />
      <input type="hidden" name="from" value={filing.state} />
      <input type="hidden" name="seen" value={filing.updatedAt.toISOString()} />
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <Labelled label={t('columns.state')}>
          {(id) => (
            <Select
              id={id}
              name="state"
              value={state}
              onChange={(event) => setState(event.target.value as FilingState)}
              className="w-36"
            >
              {next.map((value) => (
                <option key={value} value={value}>
                  {t(`states.${value}`)}
                </option>
              ))}
            </Select>
          )}
        </Labelled>
        {state === 'NOT_FILED' ? null : (
          <>
            <Input
              label={t('columns.extensionNumber')}
              name="extensionNumber"
              inputMode="numeric"
              pattern={`[0-9]{1,${EXTENSION_MAX}}`}
              title={t('problems.EXTENSION_FORMAT')}
              maxLength={EXTENSION_MAX}
              defaultValue={sent('extensionNumber')}
              className="w-44"
            />
            <Input
              label={t('columns.filedOn')}
              name="filedOn"
              type="date"
              required
              defaultValue={sent('filedOn')}
              className="w-40"
            />
          </>
        )}
        {isDated ? (
          <Input
            label={t('columns.effectiveOn')}
            name="effectiveOn"
            type="date"
            required={state === 'EFFECTIVE'}
            defaultValue={sent('effectiveOn')}
            className="w-40"
          />
        ) : null}
        {state === 'FAILED' ? (
          <NoteField
            numberProblem={problems('NOTE_WITH_NUMBER')}
            name="reason"
            id={reasonId}
            label={t('columns.reason')}
            hint={standing('noteHint')}
            required
            rows={2}
            maxLength={REASON_MAX}
            defaultValue={sent('reason')}
            className="w-full max-w-measure"
          />
        ) : null}
        <div className="flex gap-2">
          <SubmitButton>{words('save')}</SubmitButton>
          <Button onClick={close}>{words('cancel')}</Button>
        </div>
      </div>
    </form>
  )
}

/** A refusal in the words of what is wrong with the entry, where it is that. */
function Problem({ failure }: { failure: ActionFailure | null }) {
  const problems = useTranslations('filings.problems')
  if (!failure) return null
  const codes = [failure.params.problem, ...Object.values(failure.fields).flat()].map(String)
  const problem = codes.find((code) => problems.has(code))
  return (
    <Alert tone="danger" isLive>
      {problem ? problems(problem) : <FailureText failure={failure} />}
    </Alert>
  )
}

function Labelled({ label, children }: { label: ReactNode; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="flex max-w-full flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium">
        {label}
      </label>
      {children(id)}
    </div>
  )
}

function Input({ label, className, ...input }: ComponentProps<'input'> & { label: ReactNode }) {
  return (
    <Labelled label={label}>
      {(id) => <input autoComplete="off" {...input} id={id} className={cn('control', className)} />}
    </Labelled>
  )
}
