'use client'
import { useTranslations } from 'next-intl'
import { Checkbox } from '@/components/forms/checkbox'
import { SelectField } from '@/components/forms/select-field'
import { UNMASK_REASONS } from '@/lib/reports/exports/formats'
import type { UnmaskingRule } from '@/lib/reports/exports/unmasking'

export type Chosen = { isUnmasked: boolean; reason: string }

type Props = {
  count: number
  /** Says what an unmasked list takes; null for those who may not export one. */
  rule: UnmaskingRule | null
  chosen: Chosen
  choose: (chosen: Chosen) => void
}

/** Chooses whether a list is masked, and says before it is requested what an unmasked one takes. */
export function Masking({ count, rule, chosen, choose }: Props) {
  const t = useTranslations('reports')
  return (
    <div className="group/masking flex flex-col gap-3">
      <p className="max-w-measure text-text-muted">{t('export.masked')}</p>
      {rule ? (
        <>
          <div>
            <label htmlFor="unmasked" className="flex items-center gap-2">
              <Checkbox
                id="unmasked"
                name="unmasked"
                value="yes"
                aria-describedby="unmasked-hint unmasked-cost"
                checked={chosen.isUnmasked}
                onChange={(event) => choose({ ...chosen, isUnmasked: event.target.checked })}
              />
              {t('export.unmasked')}
            </label>
            <p id="unmasked-hint" className="max-w-measure text-sm text-text-muted compact:text-xs">
              {t('export.unmaskedHint')}
            </p>
            <Cost count={count} rule={rule} />
          </div>
          <div className="hidden group-has-[#unmasked:checked]/masking:block">
            <SelectField
              name="reason"
              label={t('export.reason')}
              required={chosen.isUnmasked}
              value={chosen.reason}
              onChange={(event) => choose({ ...chosen, reason: event.target.value })}
              placeholder={t('export.chooseReason')}
              options={UNMASK_REASONS.map((value) => ({ value, label: t(`reasons.${value}`) }))}
            />
          </div>
        </>
      ) : null}
    </div>
  )
}

/** Says what the rows cost, who has to allow them, and offers what goes beyond the limit. */
function Cost({ count, rule: { alone, left, isSecondRequired } }: { count: number; rule: UnmaskingRule }) {
  const t = useTranslations('reports.export')
  const isLong = count > alone
  const isOver = !isLong && count > left
  const short = isOver ? 'unmaskedOver' : 'unmaskedCost'
  return (
    <>
      <p id="unmasked-cost" className="max-w-measure text-sm text-text-muted compact:text-xs">
        {isLong ? t(isSecondRequired ? 'unmaskedLong' : 'unmaskedAlone', { alone, count }) : t(short, { count, left })}
      </p>
      {isOver ? (
        <label htmlFor="consent" className="mt-1 flex items-center gap-2">
          <Checkbox id="consent" name="consent" value="yes" />
          {t(isSecondRequired ? 'consent' : 'beyond')}
        </label>
      ) : null}
    </>
  )
}
