'use client'
import { CircleCheck } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useNames } from '@/components/review/names'
import { cn } from '@/components/ui/cn'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'

type ListProps = {
  parts: readonly ReviewPart[]
  opened: ReviewCase
  shown: ReviewPart | undefined
  show: (partId: string) => void
}

/** Lists what was accepted in an earlier revision and still holds. It can be looked at, but not judged. */
export function CarriedList({ parts, opened, shown, show }: ListProps) {
  const t = useTranslations('review.carried')
  const { nameOf } = useNames(opened)
  if (parts.length === 0) return null
  return (
    <section aria-label={t('title')} className="relative border-t max-lg:border-l lg:mt-2 lg:pt-2">
      <h2 className="px-3 py-1 text-xs font-medium text-text-muted max-lg:sr-only">{t('title')}</h2>
      <ul className="flex lg:flex-col">
        {parts.map((part) => (
          <li key={part.id} className="shrink-0">
            <button
              type="button"
              aria-pressed={part === shown}
              onClick={() => show(part.id)}
              className={cn(
                'flex min-h-11 w-full items-center gap-2 px-3 py-1.5 text-left text-text-muted -outline-offset-2 focus-visible:-outline-offset-2 max-lg:border-b-2 lg:min-h-8 lg:border-l-2',
                part === shown
                  ? 'border-action bg-action-soft font-medium'
                  : 'border-transparent hover:bg-surface-sunken',
              )}
            >
              <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />
              <span className="min-w-0 max-lg:whitespace-nowrap">{nameOf(part)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Shows who accepted it, and when. */
export function CarriedNote({ part: { carried } }: { part: ReviewPart }) {
  const t = useTranslations('review')
  const format = useFormatter()
  if (!carried) return null
  const { revision, reviewer, at } = carried
  return (
    <p className="flex items-start gap-2 px-4 py-3">
      <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
      {t('carried.by', {
        revision,
        name: reviewer ?? t('queue.someone'),
        time: format.dateTime(at, 'moment'),
      })}
    </p>
  )
}
