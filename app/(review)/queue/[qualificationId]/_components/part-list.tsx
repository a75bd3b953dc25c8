'use client'
import { CircleCheck, CircleDashed, CircleDot, CircleX, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { cn } from '@/components/ui/cn'
import type { ReviewCase, ReviewPart } from '@/lib/review/queries'
import { useNames } from './names'
import type { PartState } from './work'

const SIGNS: Record<PartState, { icon: LucideIcon; className: string }> = {
  OPEN: { icon: CircleDashed, className: 'text-text-muted' },
  UNFINISHED: { icon: CircleDot, className: 'text-warning' },
  ACCEPTED: { icon: CircleCheck, className: 'text-success' },
  REFUSED: { icon: CircleX, className: 'text-danger' },
}

type Props = {
  opened: ReviewCase
  parts: readonly ReviewPart[]
  states: readonly PartState[]
  current: number
  go: (to: number) => void
}

/** What is to be judged, and how far one is; a strip to be scrolled where it is narrow. */
export function PartList({ opened, parts, states, current, go }: Props) {
  const t = useTranslations('review.parts')
  const { nameOf } = useNames(opened)
  const chosen = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another part is chosen
  useEffect(() => {
    chosen.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current])
  return (
    <nav aria-label={t('label')} className="relative max-lg:shrink-0">
      <ol className="flex lg:flex-col lg:py-2">
        {parts.map((part, index) => {
          const state = states[index] ?? 'OPEN'
          const { icon: Icon, className } = SIGNS[state]
          const isCurrent = index === current
          return (
            <li key={part.id} className="shrink-0">
              <button
                type="button"
                ref={isCurrent ? chosen : null}
                aria-current={isCurrent ? 'step' : undefined}
                onClick={() => go(index)}
                className={cn(
                  'flex min-h-11 w-full items-center gap-2 px-3 py-1.5 text-left -outline-offset-2 focus-visible:-outline-offset-2 max-lg:border-b-2 lg:min-h-9 lg:border-l-2',
                  isCurrent ? 'border-action bg-action-soft font-medium' : 'border-transparent hover:bg-surface-sunken',
                )}
              >
                <Icon aria-hidden className={cn('size-4 shrink-0', className)} />
                <span className="min-w-0 max-lg:whitespace-nowrap">
                  {nameOf(part)}
                  <span className="sr-only">{t(`states.${state}`)}</span>
                </span>
              </button>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
