import type { ReactNode } from 'react'
import { cn } from './cn'

export type DescriptionItem = {
  term: ReactNode
  value: ReactNode
  /** Offers an act, such as a *change* link. */
  action?: ReactNode
}

type Props = { items: readonly DescriptionItem[]; className?: string }

/** Lists declared values next to their names, or below them where it is narrow. */
export function DescriptionList({ items, className }: Props) {
  return (
    <dl className={cn('divide-y', className)}>
      {items.map(({ term, value, action }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never reorders, and a term may come twice
        <div key={index} className="flex flex-wrap items-baseline gap-x-4 py-2.5 compact:py-1.5">
          <dt className="w-full shrink-0 text-text-muted sm:w-40 compact:w-36">{term}</dt>
          <dd className="min-w-0 flex-1 whitespace-pre-line">{value}</dd>
          {action ? <dd className="shrink-0">{action}</dd> : null}
        </div>
      ))}
    </dl>
  )
}
