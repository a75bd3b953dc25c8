import type { VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { buttonStyle } from './button-style'
import { cn } from './cn'
import { Spinner } from './spinner'

type Props = ComponentProps<'button'> &
  VariantProps<typeof buttonStyle> & {
    /** Renders its only child, a link say, with the looks of a button. */
    asChild?: boolean
    /** Shows a spinner and ignores clicks, but keeps the focus, which `disabled` would throw away. */
    isLoading?: boolean
  }

export function Button({ variant, size, asChild, isLoading = false, className, children, onClick, ...rest }: Props) {
  const look = cn(buttonStyle({ variant, size }), className)
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
