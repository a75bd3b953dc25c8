import { cn } from '@/components/ui/cn'

/** The looks that every box one types into has. */
export const controlStyles = (className?: string) =>
  cn(
    'block min-h-11 w-full rounded-md border border-border-strong bg-surface px-3 py-2 text-base text-text',
    'placeholder:text-text-muted compact:min-h-9 compact:py-1.5 compact:text-sm',
    'hover:border-text-muted focus-visible:border-focus focus-visible:outline-offset-0',
    'read-only:bg-surface-sunken disabled:cursor-not-allowed disabled:bg-surface-sunken disabled:text-text-muted',
    'aria-invalid:border-danger',
    className,
  )
