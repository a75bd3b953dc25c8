'use client'
import { useTranslations } from 'next-intl'
import { EditChecks, EditNumber } from '@/components/rules/edit-controls'
import { useRuleNames } from '@/components/rules/use-rule-names'
import { Card } from '@/components/ui/card'
import { Table, TableHead } from '@/components/ui/table'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { isFreeField, maxLengthOf } from '@/lib/rulebook/editing/rulebook-limits'
import type { FieldRule, KindRules } from '@/lib/rulebook/rulebook'
import { EditForm } from '../../../_components/edit-form'
import { EditRequired } from './edit-required'

type Props = {
  draft: { id: string; edits: number } | null
  kind: QualificationKind
  rules: KindRules
  /** Lists what the portal knows, which the rules may require. */
  known: Pick<KindRules, 'idTypes' | 'groups'>
}

/** Shows which IDs are accepted, and what is declared. */
export function FieldsSection({ draft, kind, rules, known }: Props) {
  const t = useTranslations('rules')
  const { t: rulebook, groupName } = useRuleNames()
  return (
    <Card title={t(`sections.${kind}_FIELDS`)}>
      <EditForm draft={draft} part="FIELDS" about={{ kind }}>
        <EditChecks
          name="idTypes"
          legend={t('fields.idTypes')}
          values={rules.idTypes.map(({ type }) => type)}
          options={known.idTypes.map(({ type }) => ({
            value: type,
            label: rulebook(`options.person.idType.${type}`),
          }))}
        />
        <Table caption={t(`sections.${kind}_FIELDS`)}>
          <TableHead headings={[t('fields.name'), t('fields.requirement'), t('fields.maxLength')]} />
          {known.groups.map(({ key, fields, when }) => (
            <tbody key={key} className="border-t">
              <tr>
                <th scope="rowgroup" colSpan={3} className="text-text-muted">
                  {groupName(key)}
                </th>
              </tr>
              {fields.map((field) => (
                <FieldRow key={field.key} field={field} rules={rules} isConditional={Boolean(when ?? field.when)} />
              ))}
            </tbody>
          ))}
        </Table>
        <p className="max-w-measure text-text-muted">{t('fields.hint')}</p>
      </EditForm>
    </Card>
  )
}

/** @param field as the portal knows it; the rules say how it is required, if it is */
function FieldRow({ field, rules, isConditional }: { field: FieldRule; rules: KindRules; isConditional: boolean }) {
  const t = useTranslations('rules')
  const { fieldName } = useRuleNames()
  const { key } = field
  const required = rules.groups.flatMap(({ fields }) => fields).find((rule) => rule.key === key)
  const name = fieldName(key)
  const most = maxLengthOf(field)
  return (
    <tr>
      <th scope="row" className="min-w-28 font-normal whitespace-normal!">
        {name}
      </th>
      <td>
        <EditRequired
          name={`fields/${key}/requirement`}
          label={t('fields.requirementOf', { name })}
          value={required ? (required.required ? 'REQUIRED' : 'OPTIONAL') : 'NOT_REQUIRED'}
          isFree={isFreeField(key)}
          isConditional={isConditional}
        />
      </td>
      <td className="numeric">
        {most === undefined ? (
          <span className="text-text-muted">{t('fields.fixed')}</span>
        ) : (
          <EditNumber
            name={`fields/${key}/maxLength`}
            label={t('fields.maxLengthOf', { name })}
            value={(required ?? field).maxLength}
            max={most}
          />
        )}
      </td>
    </tr>
  )
}
