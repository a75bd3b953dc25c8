import { CircleCheck, CircleDashed, CircleDot, CircleX, Clock, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

export type Tone = 'neutral' | 'info' | 'warning' | 'success' | 'danger'

const LOOKS: Record<Tone, { icon: LucideIcon; className: string }> = {
  neutral: { icon: CircleDashed, className: 'border-border bg-surface-sunken text-text-muted' },
  info: { icon: CircleDot, className: 'border-info/25 bg-info-soft text-info' },
  warning: { icon: Clock, className: 'border-warning/25 bg-warning-soft text-warning' },
  success: { icon: CircleCheck, className: 'border-success/25 bg-success-soft text-success' },
  danger: { icon: CircleX, className: 'border-danger/25 bg-danger-soft text-danger' },
}

/** Holds the sign of each tone, for a `SignSheet`. */
export const TONE_SIGNS = Object.fromEntries(Object.entries(LOOKS).map(([tone, { icon }]) => [tone, icon])) as Record<
  Tone,
  LucideIcon
>

/** Returns the classes of a tone, in addition to `badge`. */
export const badgeLook = (tone: Tone): string => LOOKS[tone].className

type Props = {
  tone?: Tone
  /** Replaces the tone's own sign. */
  icon?: LucideIcon
  children: ReactNode
  className?: string
}

/** Shows a state in words with a sign before it; the colour only repeats what they say. */
export function StatusBadge({ tone = 'neutral', icon, children, className }: Props) {
  const look = LOOKS[tone]
  const Icon = icon ?? look.icon
  return (
    <span className={cn('badge', look.className, className)}>
      <Icon aria-hidden />
      {children}
    </span>
  )
}
