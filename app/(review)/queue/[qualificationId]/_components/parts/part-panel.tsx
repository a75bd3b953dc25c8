'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useNames } from '@/components/review/names'
import { ShownFindings } from '@/components/review/shown-findings'
import { cn } from '@/components/ui/cn'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'
import { CarriedNote } from './carried'
import { Declared } from './declared'
import { PastDecisions } from './past-decisions'
import { Recognised } from './recognised'
import { SeenElsewhere } from './seen-elsewhere'
import { Since } from './since'
import type { usePlaces } from './use-places'

type Props = {
  opened: ReviewCase
  part: ReviewPart
  /** The same part, where it was accepted before and is only looked at. */
  looked: ReviewPart | undefined
  places: ReturnType<typeof usePlaces>
  /** The list of pictures, where none is shown next to it: a part of text has the width that a picture would have. */
  strip: ReactNode
  /** Shows the form that judges the part, in the frame of the panel. */
  children: (frame: JudgeFrame) => ReactNode
}

/** Places the form of a refusal among what is known of the part, and the verdicts at the bottom of the panel. */
export type JudgeFrame = (form: ReactNode, verdicts: ReactNode) => ReactNode

/**
 * Shows what is known of a part, and where it is judged. Its name and the verdicts stay in view while the rest scrolls.
 */
export function PartPanel({ opened, part, looked, places, strip, children }: Props) {
  const t = useTranslations('review')
  const { nameOf } = useNames(opened)
  const doubts = part.files.flatMap((file) => file.doubts)
  const frame: JudgeFrame = (form, verdicts) => (
    <>
      <div
        className={cn(
          'shrink-0 grow',
          strip && 'lg:grid lg:grid-cols-[minmax(0,1fr)_23rem] xl:grid-cols-[minmax(0,1fr)_26rem]',
        )}
      >
        <div className="min-w-0">
          {looked ? <CarriedNote part={looked} /> : <Since part={part} opened={opened} />}
          <SeenElsewhere part={part} opened={opened} />
          <Recognised part={part} opened={opened} />
          {part.files.some(({ isForwarded }) => isForwarded) ? (
            <p className="border-b px-4 py-3 text-sm">{t('shown.forwarded')}</p>
          ) : null}
          {part.findings.length > 0 || doubts.length > 0 ? (
            <section className="relative border-b px-4 py-3">
              <h3 className="mb-1 text-xs font-medium text-text-muted">{t('shown.title')}</h3>
              <ShownFindings findings={part.findings} doubts={doubts} naming={opened} />
            </section>
          ) : null}
          {part.late.length > 0 ? (
            <section className="relative border-b px-4 py-3">
              <h3 className="mb-1 text-xs font-medium text-text-muted">{t('late.title')}</h3>
              <ShownFindings findings={part.late} naming={opened} />
            </section>
          ) : null}
          <Declared part={part} opened={opened} places={places} />
        </div>
        <div className="min-w-0">
          {form}
          <PastDecisions opened={opened} />
        </div>
      </div>
      {verdicts ? (
        <div className="sticky bottom-0 z-10 shrink-0 border-t bg-surface">
          <div className={cn(strip && 'lg:ml-auto lg:w-92 xl:w-104')}>{verdicts}</div>
        </div>
      ) : null}
    </>
  )
  return (
    <section
      aria-label={nameOf(part)}
      className={cn(
        'relative flex min-w-0 scroll-pt-16 scroll-pb-32 flex-col overflow-y-auto border-t bg-surface lg:border-t-0',
        strip ? 'lg:col-span-2' : 'lg:border-l',
      )}
    >
      {strip ? <div className="flex shrink-0 border-b bg-surface-sunken px-2 py-1">{strip}</div> : null}
      <h2 className="sticky top-0 z-10 shrink-0 border-b bg-surface px-4 py-2 text-base font-semibold">
        {nameOf(part)}
      </h2>
      {looked ? frame(null, null) : children(frame)}
    </section>
  )
}
