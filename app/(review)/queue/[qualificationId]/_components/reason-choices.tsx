'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Checkbox } from '@/components/forms/checkbox'
import { cn } from '@/components/ui/cn'
import { useSaid } from '@/components/ui/use-said'
import type { ReviewPart } from '@/lib/review/queries'
import { isFinal, type ReasonCatalogue, reasonIn } from '@/lib/rulebook/reasons'

type Props = {
  catalogue: ReasonCatalogue
  part: ReviewPart
  chosen: readonly string[]
  choose: (reason: string, isChosen: boolean) => void
}

/** The reasons that apply, close together; the criterion of the one at hand is said beneath them. */
export function ReasonChoices({ catalogue, part, chosen, choose }: Props) {
  const t = useTranslations('review.judge')
  const said = useSaid()
  const [atHand, setAtHand] = useState<string | undefined>(part.reasons[0])
  const offered = part.reasons.flatMap((code) => reasonIn(catalogue, code) ?? [])
  const told = offered.find(({ code }) => code === atHand) ?? offered[0]
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium">{t('reasons')}</legend>
      <ul className="relative mt-1 grid grid-cols-2 gap-px overflow-hidden rounded-md border bg-border">
        {offered.map(({ code: reason, name, means, kind }) => (
          <li key={reason} className="bg-surface last:odd:col-span-2">
            <label
              htmlFor={`${part.id}-${reason}`}
              onPointerEnter={() => setAtHand(reason)}
              className={cn(
                'flex h-full min-h-11 items-start gap-2 px-2 py-1.5 hover:bg-surface-sunken lg:min-h-0',
                'has-checked:bg-danger-soft has-checked:font-medium',
                'has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus',
              )}
            >
              <Checkbox
                id={`${part.id}-${reason}`}
                checked={chosen.includes(reason)}
                onFocus={() => setAtHand(reason)}
                onChange={({ target }) => choose(reason, target.checked)}
                aria-describedby={`${part.id}-${reason}-means`}
                className="mt-[0.2em] outline-none"
              />
              <span className="min-w-0">
                {said(name)}
                {kind === 'final' ? <span className="ml-1.5 text-xs font-normal text-danger">{t('final')}</span> : null}
              </span>
              <span id={`${part.id}-${reason}-means`} className="sr-only">
                {said(means)}
              </span>
            </label>
          </li>
        ))}
      </ul>
      {told ? (
        <p aria-hidden className="mt-1.5 min-h-9 text-xs text-text-muted">
          <span className="font-medium text-text">{said(told.name)}</span>
          {' — '}
          {said(told.means)}
        </p>
      ) : null}
      {chosen.some((code) => isFinal(catalogue, code)) ? <p className="text-xs text-danger">{t('finalHint')}</p> : null}
    </fieldset>
  )
}
