'use client'
import type { ComponentProps } from 'react'
import { useFormStatus } from 'react-dom'
import { Button } from '@/components/ui/button'

type Props = Omit<ComponentProps<typeof Button>, 'type' | 'isLoading' | 'asChild'>

/** Waits with its form, and takes no second click meanwhile. */
export function SubmitButton({ variant = 'primary', ...rest }: Props) {
  const { pending } = useFormStatus()
  return <Button {...rest} variant={variant} type="submit" isLoading={pending} />
}
