import type { ReactNode } from 'react'
import { cn } from './cn'

type Props = {
  /** Names the table for those who don't see it; shown above it with `isCaptionShown`. */
  caption: string
  isCaptionShown?: boolean
  /** Fills a box from edge to edge, at the bottom of it. */
  isFlush?: boolean
  /** Takes `TableHead` and plain tbody, tr, th, td. Numbers get the class `numeric`. */
  children: ReactNode
}

/** Draws rows of 38 px with hairlines between them; on a narrow screen it scrolls within itself, by keyboard too. */
export function Table({ caption, isCaptionShown = false, isFlush = false, children }: Props) {
  return (
    <section
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className={cn('scroll-shadow-x relative overflow-x-auto bg-surface', isFlush ? 'border-t' : 'rounded-md border')}
    >
      <table
        className={cn(
          'w-full border-collapse text-left text-sm',
          '[&_td]:h-[38px] [&_td]:px-3 [&_td]:py-[3px] [&_td]:align-middle [&_td:not(:has(.button))]:py-1.5',
          '[&_th]:h-9 [&_th]:px-3 [&_th]:text-left [&_th]:font-medium [&_th]:whitespace-nowrap',
          '[&_thead_th]:border-b [&_thead_th]:bg-surface-sunken [&_thead_th]:text-xs [&_thead_th]:text-text-muted',
          '[&_.numeric]:whitespace-nowrap [&_tbody_tr+tr]:border-t [&_tbody_tr:hover]:bg-action-soft/50',
        )}
      >
        <caption className={isCaptionShown ? 'px-3 py-2 text-left font-medium' : 'sr-only'}>{caption}</caption>
        {children}
      </table>
    </section>
  )
}

/** Draws one row of headings, each different. `children` are cells of columns that are not always there. */
export function TableHead({ headings, children }: { headings: readonly string[]; children?: ReactNode }) {
  return (
    <thead>
      <tr>
        {headings.map((heading) => (
          <th key={heading} scope="col">
            {heading}
          </th>
        ))}
        {children}
      </tr>
    </thead>
  )
}
