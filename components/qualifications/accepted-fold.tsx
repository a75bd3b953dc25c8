import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

/** Folds what was accepted in the last round: out of the way, but available. */
export function AcceptedFold({ count, children }: { count: number; children: ReactNode }) {
  const t = useTranslations('applicant.tasks.accepted')
  if (count === 0) return null
  return (
    <details className="mt-6 rounded-md border bg-surface print:hidden">
      <summary className="min-h-11 cursor-pointer px-4 py-2.5 font-medium text-success sm:px-5">
        {t('title', { count })}
      </summary>
      <div className="px-4 pb-4 sm:px-5">
        <p className="mb-3 max-w-measure text-sm text-text-muted">{t('text')}</p>
        {children}
      </div>
    </details>
  )
}
