import type { ReactNode } from 'react'
import { cn } from './cn'

type Props = {
  title?: ReactNode
  /** Appears at the far end of the title's line: a state, or a link. */
  aside?: ReactNode
  /** Appears below a hairline. */
  footer?: ReactNode
  headingLevel?: 2 | 3
  id?: string
  className?: string
  children?: ReactNode
}

export function Card({ title, aside, footer, headingLevel = 2, id, className, children }: Props) {
  const Heading = `h${headingLevel}` as const
  return (
    <section {...(id ? { id } : {})} className={cn('rounded-md border bg-surface', className)}>
      {title || aside ? (
        <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 pt-4 compact:px-4 compact:pt-3">
          {title ? <Heading className="text-lg compact:text-base">{title}</Heading> : null}
          {aside}
        </header>
      ) : null}
      <div className="px-5 py-4 compact:px-4 compact:py-3">{children}</div>
      {footer ? <footer className="border-t px-5 py-3 compact:px-4">{footer}</footer> : null}
    </section>
  )
}
