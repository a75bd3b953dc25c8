import { useTranslations } from 'next-intl'

/** How much of each end is told while it is masked: enough to know it again, not to use it. */
const SHOWN = 3

/** A personal number, covered until asked for, so that nobody beside reads along. It needs no script. */
export function Masked({ value }: { value: string }) {
  const t = useTranslations('common.actions')
  const covered = `${value.slice(0, SHOWN)}••••••${value.slice(-SHOWN)}`
  return (
    <details className="group">
      <summary className="-my-2.5 flex min-h-11 w-fit list-none items-center gap-3 [&::-webkit-details-marker]:hidden">
        <span className="numeric group-open:hidden">{covered}</span>
        <span className="link group-open:hidden">{t('show')}</span>
        <span className="link hidden group-open:inline">{t('hide')}</span>
      </summary>
      <span className="numeric">{value}</span>
    </details>
  )
}
