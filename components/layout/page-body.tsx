import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'

type Props = { /** Tables are wide, forms are not. */ width?: 'form' | 'wide'; className?: string; children: ReactNode }

/** A staff page that is not the workbench. */
export function PageBody({ width = 'wide', className, children }: Props) {
  return (
    <div
      className={cn(
        'w-full px-4 pt-4 pb-12 sm:px-6',
        width === 'form' ? 'max-w-form' : 'mx-auto max-w-[100rem]',
        className,
      )}
    >
      {children}
    </div>
  )
}
