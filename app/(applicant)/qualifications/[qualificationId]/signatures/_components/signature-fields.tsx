'use client'
import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Checkbox } from '@/components/forms/checkbox'
import { described, Field } from '@/components/forms/field'
import type { QualificationKind } from '@/lib/db/generated/enums'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { Row } from './row'
import type { SignatureRow } from './rows'

type Props = {
  row: SignatureRow
  number: number
  kind: QualificationKind
  /** Whether it is asked if a principal's authorisation covers it. */
  isOnBehalfAsked: boolean
  rules: KindRules['signatures']
  /** Why it is looked at once more. */
  note: ReactNode
  error: string | undefined
  onRemove: (() => void) | undefined
}

export function SignatureFields({ row, number, kind, isOnBehalfAsked, rules, note, error, onRemove }: Props) {
  const { id, text, source } = row
  const t = useTranslations('rulebook')
  const words = useTranslations('applicant.signatures')
  const [chosen, setChosen] = useState(source)
  const [isOnBehalf, setOnBehalf] = useState(row.isOnBehalf)
  const needsEvidence = rules.sources.find((offered) => offered.source === chosen)?.needsEvidence
  const hint = t(`sources.${chosen}.${kind === 'ORGANISATION' && needsEvidence ? 'hintOfOrganisation' : 'hint'}`)
  const sourceName = `${id}-source`
  return (
    <Row title={words('signature', { number })} id={id} onRemove={onRemove}>
      {note}
      <input type="hidden" name="signature.id" value={id} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field name={id} label={t('signatures.text')} error={error}>
          <div className="flex items-center gap-1">
            <span aria-hidden className="text-text-muted">
              【
            </span>
            <input
              {...described({ name: id, error })}
              name="signature.text"
              type="text"
              autoComplete="off"
              defaultValue={text}
              maxLength={rules.maxLength * 2}
              className="control"
            />
            <span aria-hidden className="text-text-muted">
              】
            </span>
          </div>
        </Field>
        <Field name={sourceName} label={t('signatures.source')}>
          <div className="relative">
            <select
              {...described({ name: sourceName, hint })}
              name="signature.source"
              defaultValue={source}
              onChange={({ target }) => setChosen(target.value as typeof source)}
              className="control appearance-none bg-surface pr-10 read-only:bg-surface"
            >
              {rules.sources.map((offered) => (
                <option key={offered.source} value={offered.source}>
                  {t(`sources.${offered.source}.name`)}
                </option>
              ))}
            </select>
            <ChevronDown
              aria-hidden
              className="pointer-events-none absolute inset-y-0 right-3 my-auto size-4 text-text-muted"
            />
          </div>
        </Field>
      </div>
      <p id={`${sourceName}-hint`} className="mt-2 text-sm text-text-muted">
        {hint}
        {needsEvidence ? ` ${words('evidence')}` : null}
      </p>
      {isOnBehalfAsked ? (
        <label htmlFor={`${id}-on-behalf`} className="mt-3 flex min-h-11 items-start gap-3 border-t pt-3">
          <Checkbox
            id={`${id}-on-behalf`}
            name="signature.onBehalf"
            value={id}
            defaultChecked={isOnBehalf}
            onChange={({ target }) => setOnBehalf(target.checked)}
            className="mt-0.5"
          />
          <span>
            <span className="block font-medium">{words('onBehalf.label')}</span>
            <span className="block text-sm text-text-muted">
              {words('onBehalf.hint')}
              {isOnBehalf && !needsEvidence ? ` ${words('onBehalf.evidence')}` : null}
            </span>
          </span>
        </label>
      ) : isOnBehalf ? (
        <input type="hidden" name="signature.onBehalf" value={id} />
      ) : null}
    </Row>
  )
}
