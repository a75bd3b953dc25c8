import { cn } from '@/components/ui/cn'

export type NavigationItem = {
  label: string
  href: string
  isCurrent?: boolean
  /** Counts what waits there. */
  count?: number
}

type Props = { label: string; items: readonly NavigationItem[]; className?: string }

/** Shows plain links: each section loads again, so the server always marks the current one rightly. */
export function Navigation({ label, items, className }: Props) {
  return (
    <nav aria-label={label} className={cn('scroll-shadow-x min-w-0 overflow-x-auto', className)}>
      <ul className="flex h-full">
        {items.map(({ label, href, isCurrent = false, count }) => (
          <li key={href} className="flex shrink-0">
            <a
              href={href}
              aria-current={isCurrent ? 'page' : undefined}
              className={cn(
                'flex min-h-11 items-center gap-1.5 border-y-2 border-transparent px-3 font-medium lg:max-2xl:px-1.5 -outline-offset-2 focus-visible:-outline-offset-2',
                isCurrent ? 'scroll-to-first border-b-action text-action' : 'text-text-muted hover:text-text',
              )}
            >
              {label}
              {count ? (
                <span className="numeric rounded-sm bg-surface-sunken px-1.5 text-xs text-text-muted">{count}</span>
              ) : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
