'use client'
import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { Table } from '@/components/ui/table'
import { RETAINED_OUTCOMES } from '@/lib/rulebook/retention'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { MAX_KEPT_DAYS } from '@/lib/rules/rulebook-limits'
import { EditNumber } from '../../../_components/edit-controls'
import { EditForm } from '../../../_components/edit-form'

type Props = { draft: { id: string; edits: number } | null; rulebook: Rulebook }

const KEPT = ['documentsDays', 'detailsDays'] as const

/** How long what is handed in is kept after its end, by how it ended. */
export function RetentionSection({ draft, rulebook: { retention } }: Props) {
  const t = useTranslations('rules')
  return (
    <Card title={t('sections.RETENTION')}>
      <EditForm draft={draft} part="RETENTION">
        <p className="max-w-measure text-text-muted">{t('retention.lead', { most: MAX_KEPT_DAYS })}</p>
        <Table caption={t('retention.table')}>
          <thead>
            <tr>
              <th scope="col">{t('retention.outcome')}</th>
              {KEPT.map((kept) => (
                <th key={kept} scope="col">
                  {t(`retention.${kept}`)}
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
                {KEPT.map((kept) => (
                  <td key={kept}>
                    <span className="flex items-center gap-2">
                      <EditNumber
                        name={`retention/${outcome}/${kept}`}
                        label={`${t(`retention.outcomes.${outcome}.name`)} · ${t(`retention.${kept}`)}`}
                        value={retention[outcome][kept]}
                        min={0}
                        max={MAX_KEPT_DAYS}
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
