import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from '@/components/ui/cn'

/** Draws the browser's own list of choices with our arrow. `className` sets its width. */
export function Select({ className, children, ...select }: ComponentProps<'select'>) {
  return (
    <div className={cn('relative', className)}>
      <select {...select} className="control appearance-none bg-surface pr-10 read-only:bg-surface">
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-3 my-auto size-4 text-text-muted"
      />
    </div>
  )
}
