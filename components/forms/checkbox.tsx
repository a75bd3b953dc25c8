import type { ComponentProps } from 'react'
import { cn } from '@/components/ui/cn'

/** Draws the browser's own box or dot, in our colours: it works in plain forms and by every keyboard. */
export function Checkbox({
  className,
  type = 'checkbox',
  ...rest
}: ComponentProps<'input'> & { type?: 'checkbox' | 'radio' }) {
  return <input {...rest} type={type} className={cn('size-5 shrink-0 accent-action compact:size-4', className)} />
}
