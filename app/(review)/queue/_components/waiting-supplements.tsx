import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import type { WaitingSupplement } from '@/lib/filings/supplements/read-supplements'

/** Links to the cases in which material for a carrier waits for a reviewer; shows nothing where none waits. */
export function WaitingSupplements({ waiting }: { waiting: readonly WaitingSupplement[] }) {
  const t = useTranslations('supplements.waiting')
  if (waiting.length === 0) return null
  const cases = new Map(waiting.map(({ qualificationId, reference }) => [qualificationId, reference]))
  return (
    <Alert className="mb-4" title={t('title')}>
      <ul className="flex flex-wrap gap-x-4">
        {[...cases].map(([id, reference]) => (
          <li key={id}>
            <Link href={`/cases/${id}#supplements`} className="link numeric inline-flex min-h-9 items-center">
              {reference}
            </Link>
          </li>
        ))}
      </ul>
    </Alert>
  )
}
