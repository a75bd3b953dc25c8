import { useTranslations } from 'next-intl'

/** Shows a personal number masked until it is opened, so that nobody nearby reads it. It needs no script. */
export function Masked({ value, masked }: { value: string; masked: string }) {
  const t = useTranslations('common.actions')
  return (
    <details className="group">
      <summary className="-my-2.5 flex min-h-11 w-fit list-none items-center gap-3 [&::-webkit-details-marker]:hidden">
        <span className="numeric group-open:hidden">{masked}</span>
        <span className="link group-open:hidden">{t('show')}</span>
        <span className="link hidden group-open:inline">{t('hide')}</span>
      </summary>
      <span className="numeric">{value}</span>
    </details>
  )
}
