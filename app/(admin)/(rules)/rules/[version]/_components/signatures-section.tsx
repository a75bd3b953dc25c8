'use client'
import { useTranslations } from 'next-intl'
import { EditNumber, EditSelect } from '@/components/rules/edit-controls'
import { useRuleNames } from '@/components/rules/use-rule-names'
import { Card } from '@/components/ui/card'
import { Table, TableHead } from '@/components/ui/table'
import type { QualificationKind, SignatureSource } from '@/lib/db/generated/enums'
import { SOURCE_CHOICES } from '@/lib/rulebook/editing/edit-choices'
import { MAX_ROWS, MAX_SAMPLE_LENGTH, MAX_SIGNATURE_LENGTH } from '@/lib/rulebook/editing/rulebook-limits'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { EditForm } from '../../../_components/edit-form'

type Props = {
  draft: { id: string; edits: number } | null
  kind: QualificationKind
  rules: KindRules
  /** Lists what the portal knows, which the rules may require. */
  known: readonly SignatureSource[]
}

/** Sender signatures, where they may come from, and sample messages. */
export function SignaturesSection({ draft, kind, rules: { signatures, samples }, known }: Props) {
  const t = useTranslations('rules.signatures')
  const tRules = useTranslations('rules')
  const { t: rulebook } = useRuleNames()
  const figures = [
    ['signatures/min', signatures.min, MAX_ROWS],
    ['signatures/max', signatures.max, MAX_ROWS],
    ['signatures/minLength', signatures.minLength, MAX_SIGNATURE_LENGTH],
    ['signatures/maxLength', signatures.maxLength, MAX_SIGNATURE_LENGTH],
    ['samples/min', samples.min, MAX_ROWS],
    ['samples/max', samples.max, MAX_ROWS],
    ['samples/maxLength', samples.maxLength, MAX_SAMPLE_LENGTH],
  ] as const
  return (
    <Card title={tRules(`sections.${kind}_SIGNATURES`)}>
      <EditForm draft={draft} part="SIGNATURES" about={{ kind }}>
        <dl className="flex flex-wrap gap-x-8 gap-y-3">
          {figures.map(([name, value, max]) => (
            <div key={name}>
              <dt className="text-xs text-text-muted">{t(name.replace('/', '.'))}</dt>
              <dd className="mt-1">
                <EditNumber name={name} label={t(name.replace('/', '.'))} value={value} max={max} />
              </dd>
            </div>
          ))}
        </dl>
        <Table caption={t('sources')}>
          <TableHead headings={[t('source'), t('offered')]} />
          <tbody>
            {known.map((source) => {
              const offered = signatures.sources.find((each) => each.source === source)
              const name = rulebook(`sources.${source}.name`)
              return (
                <tr key={source}>
                  <th scope="row" className="font-normal">
                    {name}
                  </th>
                  <td>
                    <EditSelect
                      name={`sources/${source}`}
                      label={t('offeredOf', { name })}
                      value={offered ? (offered.needsEvidence ? 'WITH_EVIDENCE' : 'WITHOUT_EVIDENCE') : 'NOT_OFFERED'}
                      options={SOURCE_CHOICES.map((value) => ({ value, label: t(`choices.${value}`) }))}
                    />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </Table>
      </EditForm>
    </Card>
  )
}
