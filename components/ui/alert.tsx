import { CircleCheck, Info, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn'

type AlertTone = 'info' | 'success' | 'warning' | 'danger'

const LOOKS: Record<AlertTone, { icon: LucideIcon; box: string; sign: string }> = {
  info: { icon: Info, box: 'border-info/30 bg-info-soft', sign: 'text-info' },
  success: { icon: CircleCheck, box: 'border-success/30 bg-success-soft', sign: 'text-success' },
  warning: { icon: TriangleAlert, box: 'border-warning/30 bg-warning-soft', sign: 'text-warning' },
  danger: { icon: OctagonAlert, box: 'border-danger/30 bg-danger-soft', sign: 'text-danger' },
}

type Props = {
  tone?: AlertTone
  title?: ReactNode
  children?: ReactNode
  /** Leads on: a button or a link. */
  action?: ReactNode
  /** Has it read out as soon as it appears: for what happens while the page is open. */
  isLive?: boolean
  className?: string
}

export function Alert({ tone = 'info', title, children, action, isLive = false, className }: Props) {
  const { icon: Icon, box, sign } = LOOKS[tone]
  return (
    <div
      {...(isLive ? { role: tone === 'danger' ? 'alert' : 'status' } : {})}
      className={cn('flex gap-3 rounded-md border px-4 py-3 compact:px-3 compact:py-2', box, className)}
    >
      <Icon aria-hidden className={cn('mt-[0.2em] size-[1.2em] shrink-0', sign)} />
      <div className="min-w-0 flex-1">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className="max-w-measure">{children}</div> : null}
        {action ? <div className="mt-2 flex flex-wrap gap-2">{action}</div> : null}
      </div>
    </div>
  )
}
