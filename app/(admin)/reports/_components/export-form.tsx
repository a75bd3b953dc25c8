'use client'
import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Refusal } from '@/app/_components/refusal'
import { Checkbox } from '@/components/forms/checkbox'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import type { ExportFormat, ExportSubject } from '@/lib/db/generated/enums'
import { FORMATS_OF, maxRowsAtOnce } from '@/lib/reports/exports/formats'
import type { ExportFilters } from '@/lib/reports/exports/schemas'
import type { UnmaskingRule } from '@/lib/reports/exports/unmasking'
import { save } from '../actions'
import { type Chosen, Masking } from './masking'

type Props = {
  subject: ExportSubject
  filters: ExportFilters
  count: number
  /** Holds the address of the page, with its filters. */
  here: string
  /** Says what an unmasked list takes; null for those who may not export one. */
  rule: UnmaskingRule | null
  /** Holds what was chosen before an export was refused. */
  chosen: Chosen
}

/**
 * Shows a form of the browser's own: its answer is the file itself, or this page again. Its other button stores the
 * same as a definition.
 */
export function ExportForm({ subject, filters, count, here, rule, chosen }: Props) {
  const t = useTranslations('reports')
  const [saved, saving] = useFormAction(save)
  const [format, setFormat] = useState<ExportFormat>('CSV')
  const [{ isUnmasked, reason }, choose] = useState(chosen)
  const back = isUnmasked ? `${here}&${new URLSearchParams({ unmasked: 'yes', reason })}` : here
  const waits = isUnmasked && rule?.isSecondRequired && count > rule.alone
  const hiddenFields = [['subject', subject], ...Object.entries(filters)].map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ))
  return (
    <Card title={t('export.title')} aside={<output className="font-medium">{t('count', { count })}</output>}>
      <div className="flex flex-col gap-4">
        <form
          action={`/api/exports?back=${encodeURIComponent(back)}`}
          method="post"
          className="flex flex-col gap-4"
          aria-label={t('export.title')}
        >
          {hiddenFields}
          <SelectField
            name="format"
            label={t('export.format')}
            value={format}
            onChange={(event) => setFormat(event.target.value as ExportFormat)}
            options={FORMATS_OF[subject].map((value) => ({ value, label: t(`export.formats.${value}`) }))}
          />
          {subject === 'QUALIFICATIONS' ? (
            <Masking count={count} rule={rule} chosen={{ isUnmasked, reason }} choose={choose} />
          ) : null}
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary">
              <Download aria-hidden />
              {t(waits ? 'export.request' : 'export.submit')}
            </Button>
            {waits ? null : (
              <p className="text-text-muted">
                {t(count === 0 ? 'none' : count > maxRowsAtOnce(subject, format) ? 'byWorker' : 'atOnce')}
              </p>
            )}
          </div>
        </form>
        <form action={saving} className="flex flex-col gap-3 border-t pt-4" aria-label={t('export.saveTitle')}>
          <Refusal result={saved} />
          {hiddenFields}
          <input type="hidden" name="format" value={format} />
          <p className="font-medium">{t('export.saveTitle')}</p>
          <label htmlFor="monthly" className="flex items-center gap-2">
            <Checkbox id="monthly" name="monthly" value="yes" />
            {t('export.monthly')}
          </label>
          <SubmitButton variant="secondary" className="w-fit">
            {t('export.save')}
          </SubmitButton>
        </form>
      </div>
    </Card>
  )
}
