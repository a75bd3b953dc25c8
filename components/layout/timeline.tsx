import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import type { Tone } from '@/components/ui/status-badge'

export type TimelineEntry = {
  id: string
  title: ReactNode
  /** Takes a `<time>`, or says when something is expected. */
  time?: ReactNode
  detail?: ReactNode
  tone?: Tone
  /** Says that it is still to come. */
  isAhead?: boolean
}

const DOTS: Record<Tone, string> = {
  neutral: 'bg-border-strong',
  info: 'bg-info',
  warning: 'bg-warning',
  success: 'bg-success',
  danger: 'bg-danger',
}

export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol>
      {entries.map(({ id, title, time, detail, tone = 'neutral', isAhead = false }) => (
        <li key={id} className="group relative pb-5 pl-7 last:pb-0">
          <span aria-hidden className="absolute top-5 bottom-[-0.4em] left-[5px] w-px bg-border group-last:hidden" />
          <span
            aria-hidden
            className={cn(
              'absolute top-[0.5em] left-0 size-[11px] rounded-full',
              isAhead ? 'border-2 border-border-strong bg-surface' : DOTS[tone],
            )}
          />
          <p className={isAhead ? 'text-text-muted' : 'font-medium'}>{title}</p>
          {time ? <p className="numeric text-sm text-text-muted compact:text-xs">{time}</p> : null}
          {detail ? <div className="max-w-measure text-text-muted">{detail}</div> : null}
        </li>
      ))}
    </ol>
  )
}
