'use client'
import { useTranslations } from 'next-intl'
import { FailureText } from '@/components/forms/failure-text'
import { NoteField, stopAtNumber } from '@/components/forms/note-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { textOf } from '@/components/forms/text-of'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import type { ActionResult } from '@/lib/core/forms/action-result'
import { SUPPLEMENT_NOTE_MAX } from '@/lib/filings/supplements/note-length'
import { closeMaterial } from '../actions'

/** Accepts what was uploaded, or returns it with a reason that the applicant reads. */
export function JudgeSupplement({ supplementId, seen, name }: { supplementId: string; seen: string; name: string }) {
  const t = useTranslations('supplements.judge')
  const problems = useTranslations('standing.problems')
  const [result, action] = useFormAction(closeMaterial)
  const refused = result && !result.ok ? result : null
  const reason = textOf(refused?.sent.reason)
  const isNumber = refused?.fields.reason?.includes('NOTE_WITH_NUMBER')
  const hidden = (outcome: string) => <Hidden values={{ supplementId, seen, outcome }} />
  return (
    <div className="flex flex-col gap-3">
      {isNumber ? null : <Failed result={result} />}
      <form action={action}>
        {hidden('ACCEPTED')}
        <SubmitButton aria-label={t('of', { act: t('accept'), name })}>{t('accept')}</SubmitButton>
      </form>
      <details open={reason !== '' || undefined}>
        <summary className="link w-fit cursor-pointer py-1.5">{t('refuse')}</summary>
        <form action={action} onSubmit={stopAtNumber} className="mt-2 flex flex-col items-start gap-3">
          {hidden('REFUSED')}
          <NoteField
            numberProblem={problems('NOTE_WITH_NUMBER')}
            name="reason"
            label={t('reason')}
            hint={t('reasonHint')}
            defaultValue={reason}
            required
            maxLength={SUPPLEMENT_NOTE_MAX}
            className="w-full max-w-measure"
          />
          <SubmitButton variant="danger-quiet" aria-label={t('of', { act: t('refuse'), name })}>
            {t('refuse')}
          </SubmitButton>
        </form>
      </details>
    </div>
  )
}

type CancelProps = { supplementId: string; seen: string; name: string; hasEnded: boolean }

/** Takes a request back that nobody has answered, or whose qualification has ended. */
export function CancelSupplement({ supplementId, seen, name, hasEnded }: CancelProps) {
  const t = useTranslations('supplements.judge')
  const [result, action] = useFormAction(closeMaterial)
  const act = hasEnded ? 'close' : 'cancel'
  return (
    <form action={action} className="flex flex-col items-start gap-2">
      <Failed result={result} />
      <Hidden values={{ supplementId, seen, outcome: 'WITHDRAWN' }} />
      {hasEnded ? <p className="text-text-muted">{t('ended')}</p> : null}
      <SubmitButton variant="quiet" aria-label={t('of', { act: t(act), name })}>
        {t(act)}
      </SubmitButton>
    </form>
  )
}

function Hidden({ values }: { values: Record<string, string> }) {
  return Object.entries(values).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)
}

function Failed({ result }: { result: ActionResult<unknown> | null }) {
  if (!result || result.ok) return null
  return (
    <Alert tone="danger" isLive>
      <FailureText failure={result} />
    </Alert>
  )
}
