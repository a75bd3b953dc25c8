import { CircleHelp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card'

type Props<T> = {
  title: string
  /** Holds null where the lines can't be read just now. */
  lines: readonly T[] | null
  /** Appears where there are no lines. */
  empty: string
  children: (lines: readonly T[]) => ReactNode
}

/** Shows a part of the page that may have no lines, and may be unknown. */
export function Figure<T>({ title, lines, empty, children }: Props<T>) {
  return (
    <Card title={title}>
      {lines === null ? <NotKnown /> : null}
      {lines?.length === 0 ? <p className="text-text-muted">{empty}</p> : null}
      {lines && lines.length > 0 ? children(lines) : null}
    </Card>
  )
}

export function NotKnown() {
  const t = useTranslations('operations')
  return (
    <span className="text-text-muted">
      <CircleHelp aria-hidden className="mr-1.5 inline size-[1.2em] align-[-0.2em]" />
      {t('notKnown')}
    </span>
  )
}
