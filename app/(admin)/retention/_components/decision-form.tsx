'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { NoteField, stopAtNumber } from '@/components/forms/note-field'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Button } from '@/components/ui/button'
import { GRANT_REASONS, REFUSE_REASONS, REQUEST_NOTE_MAX } from '@/lib/privacy/erasure/decision-reasons'
import { decide } from '../actions'

type Props = {
  requestId: string
  decision: 'GRANT' | 'REFUSE'
  /** Says whether all of an account is meant. */
  isWhole: boolean
  backHref: string
}

const REASONS = { GRANT: GRANT_REASONS, REFUSE: REFUSE_REASONS } as const

/**
 * Grants or refuses a request, with a reason, and shows before what will happen. What was typed stays when it is
 * refused.
 */
export function DecisionForm({ requestId, decision, isWhole, backHref }: Props) {
  const t = useTranslations('retention.requests')
  const [result, action] = useFormAction(decide)
  const failure = result && !result.ok ? result : null
  const sent = (name: string) => (typeof failure?.sent[name] === 'string' ? failure.sent[name] : '')
  const [problem] = failure?.fields.note ?? []
  const isGrant = decision === 'GRANT'
  return (
    <form
      action={action}
      onSubmit={stopAtNumber}
      aria-label={t(`decisions.${decision}.title`)}
      className="mt-4 flex max-w-form flex-col gap-4 border-t pt-4"
    >
      <h3 className="font-semibold">{t(`decisions.${decision}.title`)}</h3>
      <p className="max-w-measure text-text-muted">
        {t(isGrant && isWhole ? 'decisions.GRANT.followsWhole' : `decisions.${decision}.follows`)}
      </p>
      <Refusal result={result} retry={action} />
      <input type="hidden" name="requestId" value={requestId} />
      <input type="hidden" name="decision" value={decision} />
      <SelectField
        key={sent('reason')}
        name="reason"
        label={t('reason')}
        required
        defaultValue={sent('reason')}
        placeholder={t('choose')}
        options={REASONS[decision].map((value) => ({ value, label: t(`reasons.${value}`) }))}
      />
      <NoteField
        numberProblem={t('problems.NOTE_WITH_NUMBER')}
        key={`${sent('note').length} note`}
        name="note"
        label={t('note')}
        hint={t('noteHint')}
        isOptional
        error={problem && t.has(`problems.${problem}`) ? t(`problems.${problem}`) : undefined}
        maxLength={REQUEST_NOTE_MAX}
        defaultValue={sent('note')}
      />
      <div className="flex flex-wrap gap-3">
        <SubmitButton variant={isGrant ? 'danger' : 'primary'}>{t(`decisions.${decision}.confirm`)}</SubmitButton>
        <Button asChild>
          <Link href={backHref}>{t('cancel')}</Link>
        </Button>
      </div>
    </form>
  )
}
