'use client'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'

/** Shows the codes once. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const t = useTranslations('factors.codes')
  return (
    <section aria-labelledby="recovery-codes" className="flex flex-col gap-4">
      <h2 id="recovery-codes" className="text-lg font-semibold">
        {t('title')}
      </h2>
      <Alert tone="warning" isLive>
        {t('once')}
      </Alert>
      <ol className="grid max-w-form grid-cols-2 gap-x-6 gap-y-1 rounded-md border bg-surface-sunken px-5 py-4 font-mono">
        {codes.map((code) => (
          <li key={code} className="numeric">
            {code}
          </li>
        ))}
      </ol>
    </section>
  )
}
