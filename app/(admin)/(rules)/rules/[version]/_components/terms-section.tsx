'use client'
import { useTranslations } from 'next-intl'
import { EditChecks, EditNumber } from '@/components/rules/edit-controls'
import { Card } from '@/components/ui/card'
import { LEGAL_AGE, MAX_TERMS } from '@/lib/rulebook/editing/rulebook-limits'
import type { Rulebook, Terms } from '@/lib/rulebook/rulebook'
import { SWITCHES } from '@/lib/rulebook/switches'
import { EditForm } from '../../../_components/edit-form'

type Props = { draft: { id: string; edits: number } | null; rulebook: Rulebook }

const TERMS = Object.keys(MAX_TERMS) as (keyof Terms)[]

/** Shows how long things last, and what is open to whom. */
export function TermsSection({ draft, rulebook: { terms, switches } }: Props) {
  const t = useTranslations('rules')
  return (
    <Card title={t('sections.TERMS')}>
      <EditForm draft={draft} part="TERMS">
        <ul className="max-w-form divide-y">
          {TERMS.map((name) => (
            <li key={name} className="grid gap-x-6 gap-y-1 py-2.5 sm:grid-cols-[1fr_auto] sm:items-center">
              <div className="min-w-0">
                <p className="font-medium">{t(`terms.${name}.name`)}</p>
                <p className="max-w-measure text-text-muted">{t(`terms.${name}.hint`)}</p>
              </div>
              <div className="flex items-center gap-2 sm:justify-self-end">
                <EditNumber
                  name={`terms/${name}`}
                  label={t(`terms.${name}.name`)}
                  value={terms[name]}
                  min={name === 'coolingOffDays' ? 0 : name === 'adultAge' ? LEGAL_AGE : 1}
                  max={MAX_TERMS[name]}
                />
                <span className="w-16 text-text-muted">{t(`terms.${name}.unit`)}</span>
              </div>
            </li>
          ))}
        </ul>
        <EditChecks
          name="switches"
          legend={t('switches.title')}
          values={SWITCHES.filter((name) => switches[name])}
          options={SWITCHES.map((name) => ({
            value: name,
            label: t(`switches.${name}.name`),
            hint: t(`switches.${name}.hint`),
          }))}
        />
      </EditForm>
    </Card>
  )
}
