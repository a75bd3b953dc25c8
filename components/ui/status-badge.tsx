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

type Props = {
  tone?: Tone /** Instead of the tone's own sign. */
  icon?: LucideIcon
  children: ReactNode
  className?: string
}

/** A state in words with a sign before it; the colour only repeats what they say. */
export function StatusBadge({ tone = 'neutral', icon, children, className }: Props) {
  const look = LOOKS[tone]
  const Icon = icon ?? look.icon
  return (
    <span
      className={cn(
        'inline-flex w-fit items-center gap-1 rounded-sm border px-1.5 py-px text-sm whitespace-nowrap compact:text-xs',
        look.className,
        className,
      )}
    >
      <Icon aria-hidden className="size-[1.1em] shrink-0" />
      {children}
    </span>
  )
}
