'use client'
import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { controlStyles } from '@/components/forms/control'
import { described, Field } from '@/components/forms/field'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { Row } from './row'
import type { SignatureRow } from './rows'

type Props = {
  row: SignatureRow
  number: number
  rules: KindRules['signatures']
  error: string | undefined
  onRemove: (() => void) | undefined
}

export function SignatureFields({ row: { id, text, source }, number, rules, error, onRemove }: Props) {
  const t = useTranslations('rulebook')
  const words = useTranslations('applicant.signatures')
  const [chosen, setChosen] = useState(source)
  const hint = t(`sources.${chosen}.hint`)
  const needsEvidence = rules.sources.find((offered) => offered.source === chosen)?.needsEvidence
  const sourceName = `${id}-source`
  return (
    <Row title={words('signature', { number })} id={id} onRemove={onRemove}>
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
              className={controlStyles()}
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
              className={controlStyles('appearance-none bg-surface pr-10 read-only:bg-surface')}
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
    </Row>
  )
}
