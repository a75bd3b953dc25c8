'use client'
import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { Table, TableHead } from '@/components/ui/table'
import type { QualificationKind } from '@/lib/db/generated/enums'
import type { FieldRule, KindRules } from '@/lib/rulebook/rulebook'
import { isFreeField, known, maxLengthOf } from '@/lib/rules/rulebook-limits'
import { EditChecks, EditNumber } from '../../../_components/edit-controls'
import { EditForm } from '../../../_components/edit-form'
import { useRuleNames } from '../../../_components/use-rule-names'
import { EditAsk } from './edit-ask'

type Props = { draft: { id: string; edits: number } | null; kind: QualificationKind; rules: KindRules }

/** Which IDs are taken, and what is declared. */
export function FieldsSection({ draft, kind, rules }: Props) {
  const t = useTranslations('rules')
  const { t: rulebook, groupName } = useRuleNames()
  return (
    <Card title={t(`sections.${kind}_FIELDS`)}>
      <EditForm draft={draft} part="FIELDS" about={{ kind }}>
        <EditChecks
          name="idTypes"
          legend={t('fields.idTypes')}
          values={rules.idTypes.map(({ type }) => type)}
          options={known(kind).idTypes.map(({ type }) => ({
            value: type,
            label: rulebook(`options.person.idType.${type}`),
          }))}
        />
        <Table caption={t(`sections.${kind}_FIELDS`)}>
          <TableHead headings={[t('fields.name'), t('fields.ask'), t('fields.maxLength')]} />
          {known(kind).groups.map(({ key, fields, when }) => (
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

/** @param field as the portal knows it; how it is asked stands in the rules, if it is */
function FieldRow({ field, rules, isConditional }: { field: FieldRule; rules: KindRules; isConditional: boolean }) {
  const t = useTranslations('rules')
  const { fieldName } = useRuleNames()
  const { key } = field
  const asked = rules.groups.flatMap(({ fields }) => fields).find((rule) => rule.key === key)
  const name = fieldName(key)
  const most = maxLengthOf(field)
  return (
    <tr>
      <th scope="row" className="min-w-28 font-normal whitespace-normal!">
        {name}
      </th>
      <td>
        <EditAsk
          name={`fields/${key}/ask`}
          label={t('fields.askOf', { name })}
          value={asked ? (asked.required ? 'REQUIRED' : 'OPTIONAL') : 'NOT_ASKED'}
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
            value={(asked ?? field).maxLength}
            max={most}
          />
        )}
      </td>
    </tr>
  )
}
