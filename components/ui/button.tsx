import { cva, type VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { Spinner } from './spinner'

const styles = cva(
  [
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap no-underline select-none',
    'transition-colors duration-100 [&_svg]:size-[1.15em] [&_svg]:shrink-0',
    'disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-progress',
  ],
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-action text-action-text hover:bg-action-hover',
        secondary: 'border-border-strong bg-surface text-text hover:bg-surface-sunken',
        quiet: 'border-transparent bg-transparent text-action hover:bg-action-soft',
        danger: 'border-transparent bg-danger text-danger-text hover:bg-danger-hover',
        'danger-quiet': 'border-transparent bg-transparent text-danger hover:bg-danger-soft',
      },
      size: {
        normal: 'min-h-11 px-5 text-base compact:min-h-9 compact:px-4 compact:text-sm',
        small: 'min-h-11 px-3 text-sm compact:min-h-8 sm:min-h-9',
        icon: 'size-11 p-0 text-base compact:size-9',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'normal' },
  },
)

type Props = ComponentProps<'button'> &
  VariantProps<typeof styles> & {
    /** Renders its only child, a link say, with the looks of a button. */
    asChild?: boolean
    /** Shows a spinner and ignores clicks, but keeps the focus, which `disabled` would throw away. */
    isLoading?: boolean
  }

export function Button({ variant, size, asChild, isLoading = false, className, children, onClick, ...rest }: Props) {
  const look = cn(styles({ variant, size }), className)
  if (asChild) {
    return (
      <Slot.Root className={look} {...rest}>
        {children}
      </Slot.Root>
    )
  }
  return (
    <button
      type="button"
      {...rest}
      {...(isLoading ? { 'aria-disabled': true } : {})}
      {...(isLoading ? { onClick: (event) => event.preventDefault() } : onClick ? { onClick } : {})}
      className={look}
    >
      {isLoading ? <Spinner /> : null}
      {children}
    </button>
  )
}
