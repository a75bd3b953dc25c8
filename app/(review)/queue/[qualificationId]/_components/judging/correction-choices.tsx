'use client'
import { useTranslations } from 'next-intl'
import type { RefObject } from 'react'
import { Checkbox } from '@/components/forms/checkbox'
import { keyHandler } from '@/components/keys/key-handler'
import { isKey } from '@/components/keys/key-map'
import { useNames } from '@/components/review/names'
import { Kbd } from '@/components/ui/kbd'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'
import { correctionChoices } from '../review-reducer'

type Props = {
  opened: ReviewCase
  part: ReviewPart
  chosen: string
  isOptional: boolean
  choose: (choice: string) => void
  group: RefObject<HTMLFieldSetElement | null>
  onDone: () => void
  onBack: () => void
}

/** Asks what the applicant must correct. Its digits choose, Enter continues, Escape leads back to the reasons. */
export function CorrectionChoices({ opened, part, chosen, isOptional, choose, group, onDone, onBack }: Props) {
  const t = useTranslations('review.judge')
  const form = useTranslations('common.form')
  const { correctionName } = useNames(opened)
  const choices = correctionChoices(part)
  const onKeyDown = keyHandler((key) => {
    const byDigit = choices[Number(key) - 1]
    if (byDigit) return () => choose(byDigit)
    if (isKey('reason', key)) return () => {} // here, no digit is that of a reason
    return { Enter: onDone, Escape: onBack }[key]
  })
  return (
    <fieldset ref={group} data-corrections className="group/corrections relative min-w-0" onKeyDown={onKeyDown}>
      <legend className="font-medium">
        {t('correction')}
        {isOptional ? <span className="font-normal text-text-muted">{form('optional')}</span> : null}
      </legend>
      <ul className="mt-1.5 overflow-hidden rounded-md border">
        {choices.map((choice, index) => (
          <li key={choice}>
            <label
              htmlFor={`correction-${part.id}-${index}`}
              className="flex min-h-11 items-center gap-2 px-2 py-1 hover:bg-surface-sunken has-checked:bg-action-soft has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus lg:min-h-0"
            >
              <Checkbox
                type="radio"
                id={`correction-${part.id}-${index}`}
                name={`correction-${part.id}`}
                value={choice}
                checked={choice === chosen}
                onChange={() => choose(choice)}
                className="outline-none"
              />
              <span className="min-w-0 flex-1">{correctionName(choice)}</span>
              {index < 9 ? (
                <span aria-hidden className="invisible group-focus-within/corrections:visible max-lg:hidden">
                  <Kbd>{index + 1}</Kbd>
                </span>
              ) : null}
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
