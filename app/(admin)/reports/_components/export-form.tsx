'use client'
import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useActionState, useState } from 'react'
import { Checkbox } from '@/components/forms/checkbox'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { AT_ONCE, type ExportSubject, FORMATS_OF, UNMASK_REASONS } from '@/lib/reports/exports/formats'
import type { ExportFilters } from '@/lib/reports/exports/schemas'
import { Refusal } from '../../_components/refusal'
import { save } from '../actions'

type Props = {
  subject: ExportSubject
  filters: ExportFilters
  count: number
  /** The page with its filters. */
  here: string
  mayUnmask: boolean
}

/**
 * A form of the browser's own: what it answers is the file itself, or this page again. The same is kept as a definition by
 * its other button.
 */
export function ExportForm({ subject, filters, count, here, mayUnmask }: Props) {
  const t = useTranslations('reports')
  const [saved, saving] = useActionState(save, null)
  const [format, setFormat] = useState<string>('CSV')
  const kept = [['subject', subject], ...Object.entries(filters)].map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ))
  return (
    <Card title={t('export.title')} aside={<output className="font-medium">{t('count', { count })}</output>}>
      <div className="flex flex-col gap-4">
        <form
          action={`/api/exports?back=${encodeURIComponent(here)}`}
          method="post"
          className="flex flex-col gap-4"
          aria-label={t('export.title')}
        >
          {kept}
          <SelectField
            name="format"
            label={t('export.format')}
            value={format}
            onChange={(event) => setFormat(event.target.value)}
            options={FORMATS_OF[subject].map((value) => ({ value, label: t(`export.formats.${value}`) }))}
          />
          {subject === 'QUALIFICATIONS' ? <Masking mayUnmask={mayUnmask} /> : null}
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary">
              <Download aria-hidden />
              {t('export.submit')}
            </Button>
            <p className="text-text-muted">{t(count === 0 ? 'none' : count > AT_ONCE ? 'byWorker' : 'atOnce')}</p>
          </div>
        </form>
        <form action={saving} className="flex flex-col gap-3 border-t pt-4" aria-label={t('export.saveTitle')}>
          <Refusal result={saved} />
          {kept}
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

function Masking({ mayUnmask }: { mayUnmask: boolean }) {
  const t = useTranslations('reports')
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-measure text-text-muted">{t('export.masked')}</p>
      {mayUnmask ? (
        <>
          <div>
            <label htmlFor="unmasked" className="flex items-center gap-2">
              <Checkbox id="unmasked" name="unmasked" value="yes" aria-describedby="unmasked-hint" />
              {t('export.unmasked')}
            </label>
            <p id="unmasked-hint" className="max-w-measure text-sm text-text-muted compact:text-xs">
              {t('export.unmaskedHint')}
            </p>
          </div>
          <SelectField
            name="reason"
            label={t('export.reason')}
            isOptional
            defaultValue=""
            placeholder={t('export.chooseReason')}
            options={UNMASK_REASONS.map((value) => ({ value, label: t(`reasons.${value}`) }))}
          />
        </>
      ) : null}
    </div>
  )
}
