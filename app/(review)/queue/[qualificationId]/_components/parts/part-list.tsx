'use client'
import { CircleCheck, CircleDashed, CircleDot, CircleX, EyeOff, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { useNames } from '@/components/review/names'
import { sharedPrefix } from '@/components/review/shared-prefix'
import { Shortened } from '@/components/review/shortened'
import { cn } from '@/components/ui/cn'
import { evidenceGroups } from '@/lib/review/evidence-groups'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'
import type { PartState } from '../review-reducer'

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
  /** Says for each part whether a page of it was not shown in full yet. */
  unseen: readonly boolean[]
  current: number
  go: (to: number) => void
}

/**
 * Lists what is to be judged, by what is judged together, and what is done. It is a strip to be scrolled where the page
 * is narrow.
 */
export function PartList({ opened, parts, states, unseen, current, go }: Props) {
  const t = useTranslations('review.parts')
  const { nameOf } = useNames(opened)
  const chosen = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another part is chosen
  useEffect(() => {
    chosen.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current])
  const groups = evidenceGroups(parts).map((each) => ({
    ...each,
    prefix: sharedPrefix(each.parts.map(nameOf), { isHeaded: true }),
  }))
  return (
    <nav aria-label={t('label')} className="relative max-lg:shrink-0">
      <ul className="flex lg:flex-col lg:py-1">
        {groups.map(({ group, parts: together, prefix }) => (
          <li key={group} className="relative flex shrink-0 lg:flex-col">
            <h2 id={`group-${group}`} className="px-3 pt-2 pb-0.5 text-xs font-medium text-text-muted max-lg:sr-only">
              {t(`groups.${group}`)}
            </h2>
            <ol aria-labelledby={`group-${group}`} className="flex lg:flex-col">
              {together.map((part) => {
                const index = parts.indexOf(part)
                return (
                  <Item
                    key={part.id}
                    name={<Shortened name={nameOf(part)} prefix={prefix} isHeadedWide />}
                    state={states[index] ?? 'OPEN'}
                    isUnseen={unseen[index] ?? false}
                    isCurrent={index === current}
                    chosen={chosen}
                    go={() => go(index)}
                  />
                )
              })}
            </ol>
          </li>
        ))}
      </ul>
    </nav>
  )
}

type ItemProps = {
  name: ReactNode
  state: PartState
  isUnseen: boolean
  isCurrent: boolean
  /** Refers to the current one. */
  chosen: RefObject<HTMLButtonElement | null>
  go: () => void
}

function Item({ name, state, isUnseen, isCurrent, chosen, go }: ItemProps) {
  const t = useTranslations('review.parts')
  const { icon: Icon, className } = SIGNS[state]
  return (
    <li className="shrink-0">
      <button
        type="button"
        ref={isCurrent ? chosen : null}
        aria-current={isCurrent ? 'step' : undefined}
        onClick={go}
        className={cn(
          'flex min-h-11 w-full items-center gap-2 px-3 py-1 text-left -outline-offset-2 focus-visible:-outline-offset-2 max-lg:border-b-2 lg:min-h-8 lg:border-l-2',
          isCurrent ? 'border-action bg-action-soft font-medium' : 'border-transparent hover:bg-surface-sunken',
        )}
      >
        <Icon aria-hidden className={cn('size-4 shrink-0', className)} />
        <span className="min-w-0 max-lg:whitespace-nowrap">
          {name}
          <span className="sr-only">{t(`states.${state}`)}</span>
        </span>
        {isUnseen ? (
          <span title={t('unseen')} className="ml-auto shrink-0 text-text-muted">
            <EyeOff aria-hidden className="size-4" />
            <span className="sr-only">{t('unseen')}</span>
          </span>
        ) : null}
      </button>
    </li>
  )
}
