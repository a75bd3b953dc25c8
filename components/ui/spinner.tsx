import { LoaderCircle } from 'lucide-react'
import { cn } from './cn'

/** Decorates words that say what is going on. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={cn('size-[1.15em] shrink-0 animate-spin', className)} />
}
