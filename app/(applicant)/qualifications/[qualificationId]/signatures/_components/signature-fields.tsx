'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Checkbox } from '@/components/forms/checkbox'
import { described, Field } from '@/components/forms/field'
import { Select } from '@/components/forms/select'
import type { QualificationKind } from '@/lib/db/generated/enums'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { useFormId } from '../../_components/form-id'
import { Row } from './row'
import type { SignatureRow } from './rows'

type Props = {
  row: SignatureRow
  number: number
  kind: QualificationKind
  /** Says whether applicants answer if a principal's authorisation covers it. */
  isOnBehalfRequired: boolean
  rules: KindRules['signatures']
  /** Shows why it is looked at again. */
  note: ReactNode
  error: string | undefined
  /** Shows its evidence, once the signature is stored and needs some. */
  evidence: ReactNode
  onRemove: (() => void) | undefined
}

export function SignatureFields(props: Props) {
  const { row, number, kind, isOnBehalfRequired, rules, note, error, evidence, onRemove } = props
  const { id, text, source } = row
  const t = useTranslations('rulebook')
  const words = useTranslations('applicant.signatures')
  const form = useFormId()
  const [chosen, setChosen] = useState(source)
  const [isOnBehalf, setOnBehalf] = useState(row.isOnBehalf)
  const needsEvidence = rules.sources.find((offered) => offered.source === chosen)?.needsEvidence
  const hint = t(`sources.${chosen}.${kind === 'ORGANISATION' && needsEvidence ? 'hintOfOrganisation' : 'hint'}`)
  const sourceName = `${id}-source`
  return (
    <Row title={words('signature', { number })} id={id} onRemove={onRemove}>
      {note}
      <input type="hidden" form={form} name="signature.id" value={id} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field name={id} label={t('signatures.text')} error={error}>
          <div className="flex items-center gap-1">
            <span aria-hidden className="text-text-muted">
              【
            </span>
            <input
              {...described({ name: id, error })}
              form={form}
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
          <Select
            {...described({ name: sourceName, hint })}
            form={form}
            name="signature.source"
            defaultValue={source}
            onChange={({ target }) => setChosen(target.value as typeof source)}
          >
            {rules.sources.map((offered) => (
              <option key={offered.source} value={offered.source}>
                {t(`sources.${offered.source}.name`)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <p id={`${sourceName}-hint`} className="mt-2 text-sm text-text-muted">
        {hint}
        {needsEvidence && !evidence ? ` ${words('evidence')}` : null}
      </p>
      {isOnBehalfRequired ? (
        <label htmlFor={`${id}-on-behalf`} className="mt-3 flex min-h-11 items-start gap-3 border-t pt-3">
          <Checkbox
            id={`${id}-on-behalf`}
            form={form}
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
        <input type="hidden" form={form} name="signature.onBehalf" value={id} />
      ) : null}
      {evidence}
    </Row>
  )
}
