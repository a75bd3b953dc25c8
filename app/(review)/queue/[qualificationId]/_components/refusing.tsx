'use client'
import { useTranslations } from 'next-intl'
import { Checkbox } from '@/components/forms/checkbox'
import { SelectField } from '@/components/forms/select-field'
import { TextareaField } from '@/components/forms/textarea-field'
import type { ReviewPart } from '@/lib/review/queries'
import { NOTE_MAX } from '@/lib/review/schemas'
import { isFinal } from '@/lib/rulebook/reasons'
import { useNames } from './names'
import { type Draft, mendChoices, type Step } from './work'

type Props = { part: ReviewPart; draft: Draft; dispatch: (step: Step) => void }

/** Why not, what is to be mended, and what else is to be said. */
export function Refusing({ part, draft, dispatch }: Props) {
  const t = useTranslations('review.judge')
  const reasons = useTranslations('reasons')
  const { mendName } = useNames()
  const hasFinal = draft.reasons.some(isFinal)
  return (
    <div className="mt-3 flex flex-col gap-3">
      <fieldset>
        <legend className="font-medium">{t('reasons')}</legend>
        {hasFinal ? <p className="text-xs text-danger">{t('finalHint')}</p> : null}
        <ul className="mt-1 divide-y rounded-md border">
          {part.reasons.map((reason) => (
            <li key={reason}>
              <label
                htmlFor={`${part.id}-${reason}`}
                className="flex min-h-11 gap-2 px-2.5 py-1.5 hover:bg-surface-sunken has-checked:bg-danger-soft lg:min-h-0"
              >
                <Checkbox
                  id={`${part.id}-${reason}`}
                  checked={draft.reasons.includes(reason)}
                  onChange={({ target }) => dispatch({ do: 'REASON', reason, isChosen: target.checked })}
                  aria-describedby={`${part.id}-${reason}-means`}
                  className="mt-[0.2em]"
                />
                <span className="min-w-0">
                  <span className="font-medium">
                    {reasons(`${reason}.name`)}
                    {isFinal(reason) ? (
                      <span className="ml-2 rounded-sm border border-danger/40 px-1 text-xs font-normal text-danger">
                        {t('final')}
                      </span>
                    ) : null}
                  </span>
                  <span id={`${part.id}-${reason}-means`} className="block text-xs text-text-muted">
                    {reasons(`${reason}.means`)}
                  </span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <SelectField
        name={`mend-choice-${part.id}`}
        label={t('mend')}
        isOptional={hasFinal}
        placeholder={t('mendNone')}
        value={draft.mend}
        onChange={({ target }) => dispatch({ do: 'MEND', choice: target.value })}
        options={mendChoices(part).map((value) => ({ value, label: mendName(value) }))}
      />
      <TextareaField
        key={part.id}
        name={`note-text-${part.id}`}
        label={t('note')}
        isOptional={!draft.reasons.includes('OTHER')}
        hint={t('noteHint')}
        maxLength={NOTE_MAX}
        defaultValue={draft.note}
        onChange={({ target }) => dispatch({ do: 'NOTE', note: target.value })}
      />
    </div>
  )
}
