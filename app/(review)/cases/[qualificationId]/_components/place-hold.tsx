'use client'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { ChoiceCards } from '@/components/forms/choice-cards'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { TextareaField } from '@/components/forms/textarea-field'
import { useFormAction } from '@/components/forms/use-form-action'
import { HoldReason } from '@/lib/db/generated/enums'
import { HOLD_NOTE_MAX, type HoldCovers } from '@/lib/privacy/holds/legal-holds'
import { placeHold } from '../actions'

type Props = {
  qualificationId: string
  /** Lists what is not on hold yet. */
  covers: readonly HoldCovers[]
}

/**
 * Places a hold. The form is folded until it is wanted, and says what will happen; it opens and sends without scripts
 * too.
 */
export function PlaceHold({ qualificationId, covers }: Props) {
  const t = useTranslations('retention.holds')
  const [result, action] = useFormAction(placeHold)
  const failure = result && !result.ok ? result : null
  const sent = (name: string) => (typeof failure?.sent[name] === 'string' ? failure.sent[name] : '')
  const problemOf = (field: string) => {
    const [code] = failure?.fields[field] ?? []
    return code && t.has(`problems.${code}`) ? t(`problems.${code}`) : undefined
  }
  const chosen = covers.find((each) => each === sent('covers')) ?? covers[0]
  return (
    <details open={failure !== null}>
      <summary className="link w-fit cursor-pointer py-2 font-medium compact:py-1">{t('place')}</summary>
      <form action={action} aria-label={t('confirm')} className="mt-3 flex max-w-form flex-col gap-4">
        <p className="max-w-measure text-text-muted">{t('placeFollows')}</p>
        <Refusal result={failure} retry={action} />
        <input type="hidden" name="qualificationId" value={qualificationId} />
        <ChoiceCards
          key={`covers ${chosen}`}
          type="radio"
          name="covers"
          legend={t('covers')}
          isRequired
          columns={2}
          defaultValues={chosen ? [chosen] : []}
          choices={covers.map((value) => ({
            value,
            label: t(`coversOf.${value}`),
            hint: t(`coversHint.${value}`),
          }))}
        />
        <SelectField
          key={`reason ${sent('holdReason')}`}
          name="holdReason"
          label={t('reason')}
          required
          defaultValue={sent('holdReason')}
          placeholder={t('choose')}
          error={problemOf('reason')}
          options={Object.values(HoldReason).map((value) => ({ value, label: t(`reasons.${value}`) }))}
        />
        <TextareaField
          key={`note ${sent('holdNote')}`}
          name="holdNote"
          label={t('note')}
          hint={t('noteHint')}
          isOptional
          error={problemOf('note')}
          maxLength={HOLD_NOTE_MAX}
          defaultValue={sent('holdNote')}
        />
        <div>
          <SubmitButton>{t('confirm')}</SubmitButton>
        </div>
      </form>
    </details>
  )
}
