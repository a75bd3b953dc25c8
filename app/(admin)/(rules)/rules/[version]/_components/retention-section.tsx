'use client'
import { useTranslations } from 'next-intl'
import { EditNumber } from '@/components/rules/edit-controls'
import { Card } from '@/components/ui/card'
import { Table } from '@/components/ui/table'
import { MAX_RETENTION_DAYS } from '@/lib/rulebook/editing/rulebook-limits'
import { RETAINED_OUTCOMES } from '@/lib/rulebook/retention'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { EditForm } from '../../../_components/edit-form'

type Props = { draft: { id: string; edits: number } | null; rulebook: Rulebook }

const PERIODS = ['documentsDays', 'detailsDays'] as const

/** Shows how long submitted material is retained, by outcome. */
export function RetentionSection({ draft, rulebook: { retention } }: Props) {
  const t = useTranslations('rules')
  return (
    <Card title={t('sections.RETENTION')}>
      <EditForm draft={draft} part="RETENTION">
        <p className="max-w-measure text-text-muted">{t('retention.lead', { most: MAX_RETENTION_DAYS })}</p>
        <Table caption={t('retention.table')}>
          <thead>
            <tr>
              <th scope="col">{t('retention.outcome')}</th>
              {PERIODS.map((period) => (
                <th key={period} scope="col">
                  {t(`retention.${period}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {RETAINED_OUTCOMES.map((outcome) => (
              <tr key={outcome}>
                <th scope="row" className="max-w-72 min-w-48 py-2 whitespace-normal!">
                  {t(`retention.outcomes.${outcome}.name`)}
                  <span className="block text-xs font-normal text-text-muted">
                    {t(`retention.outcomes.${outcome}.from`)}
                  </span>
                </th>
                {PERIODS.map((period) => (
                  <td key={period}>
                    <span className="flex items-center gap-2">
                      <EditNumber
                        name={`retention/${outcome}/${period}`}
                        label={`${t(`retention.outcomes.${outcome}.name`)} · ${t(`retention.${period}`)}`}
                        value={retention[outcome][period]}
                        min={0}
                        max={MAX_RETENTION_DAYS}
                      />
                      <span className="text-text-muted">{t('retention.unit')}</span>
                    </span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      </EditForm>
    </Card>
  )
}
