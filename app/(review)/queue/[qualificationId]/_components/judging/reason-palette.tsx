'use client'
import { useTranslations } from 'next-intl'
import { type RefObject, useState } from 'react'
import { Checkbox } from '@/components/forms/checkbox'
import { keyHandler } from '@/components/keys/key-handler'
import { isKey } from '@/components/keys/key-map'
import { useKeys } from '@/components/keys/use-keys'
import { cn } from '@/components/ui/cn'
import { Kbd } from '@/components/ui/kbd'
import { useBilingual } from '@/components/ui/use-bilingual'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'
import { isFinal } from '@/lib/rulebook/reasons'
import { type OfferedReason, offeredReasons, reasonsMatching } from './offered-reasons'

type Props = {
  opened: ReviewCase
  part: ReviewPart
  chosen: readonly string[]
  choose: (reason: string, isChosen: boolean) => void
  filter: RefObject<HTMLInputElement | null>
  /** Runs on Enter, except in a filter with text: completes the refusal, or shows what it lacks. */
  onDone: () => void
  /** Runs on Escape in an empty filter, or on a reason. */
  onBack: () => void
  /** Runs on a semicolon, except in a filter with text. */
  onPhrases: () => void
}

/**
 * Chooses reasons by a digit, by typing, or by a click. Digits choose while the filter is empty; typing shows what
 * matches, and Enter chooses the first of it. The criterion of the current reason is shown below. Digits, the semicolon
 * and Enter work wherever no text is typed.
 */
export function ReasonPalette({ opened, part, chosen, choose, filter, onDone, onBack, onPhrases }: Props) {
  const t = useTranslations('review.judge')
  const said = useBilingual()
  const [typed, setTyped] = useState('')
  /** Holds the reason whose criterion is shown; Enter chooses it only when it was reached by key. */
  const [looked, setLooked] = useState<{ code: string; isByKey: boolean } | null>(null)
  const offered = offeredReasons(opened, part)
  const matching = reasonsMatching(offered, opened.spelled, typed)
  const isFiltered = typed.trim() !== ''
  const atHand = matching.find(({ code }) => code === looked?.code) ?? matching[0]
  const isPicked = isFiltered || (looked?.isByKey === true && !chosen.includes(looked.code))
  const toggle = ({ code }: OfferedReason) => {
    choose(code, !chosen.includes(code))
    setLooked({ code, isByKey: false })
    setTyped('')
  }

  const pick = (reason: OfferedReason | undefined) => setLooked(reason ? { code: reason.code, isByKey: true } : null)

  const withDigit = (key: string) => offered.find(({ digit }) => `${digit}` === key)
  useKeys({
    reason: (key) => {
      const byDigit = withDigit(key)
      if (byDigit) toggle(byDigit)
    },
    phrase: onPhrases,
    continue: onDone,
  })

  const onKeyDown = keyHandler((key) => {
    const byDigit = isFiltered ? undefined : withDigit(key)
    if (byDigit) return () => toggle(byDigit)
    const step = { ArrowDown: 1, ArrowUp: -1 }[key]
    if (step) return () => pick(atHand ? matching.at((matching.indexOf(atHand) + step) % matching.length) : undefined)
    if (isKey('phrase', key) && !isFiltered) return onPhrases
    if (key === 'Enter') return isPicked ? () => atHand && toggle(atHand) : onDone
    if (key === 'Escape') return isFiltered ? () => setTyped('') : onBack
    return undefined
  })

  return (
    <fieldset
      className="relative min-w-0 scroll-mt-3"
      onKeyDown={keyHandler((key) => (key === 'Escape' ? onBack : undefined))}
    >
      <legend className="font-medium">{t('reasons')}</legend>
      <input
        ref={filter}
        type="search"
        value={typed}
        aria-label={t('filter')}
        placeholder={t('filter')}
        aria-describedby={`${part.id}-matches`}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => {
          setTyped(target.value)
          setLooked(null)
        }}
        onKeyDown={onKeyDown}
        className="control mt-1.5"
      />
      <p
        id={`${part.id}-matches`}
        role="status"
        className={cn(matching.length > 0 ? 'sr-only' : 'mt-1.5 text-sm text-text-muted')}
      >
        {isFiltered
          ? t('matching', { count: matching.length, first: matching[0] ? said(matching[0].name) : '' })
          : t('filterHint')}
      </p>
      {matching.length > 0 ? (
        <ul className="mt-1.5 grid grid-cols-2 gap-px overflow-hidden rounded-md border bg-border">
          {matching.map((reason) => (
            <Choice
              key={reason.code}
              part={part}
              reason={isFiltered ? { ...reason, digit: null } : reason}
              isChosen={chosen.includes(reason.code)}
              isAtHand={isPicked && reason === atHand}
              choose={choose}
              look={(code) => setLooked({ code, isByKey: false })}
            />
          ))}
        </ul>
      ) : null}
      {atHand ? (
        <p aria-hidden className="mt-1.5 min-h-9 text-xs text-text-muted">
          <span className="font-medium text-text">{said(atHand.name)}</span>
          {' — '}
          {said(atHand.means)}
        </p>
      ) : null}
      {chosen.some((code) => isFinal(opened.catalogue, code)) ? (
        <p className="text-xs text-danger">{t('finalHint')}</p>
      ) : null}
    </fieldset>
  )
}

type ChoiceProps = {
  part: ReviewPart
  reason: OfferedReason
  isChosen: boolean
  isAtHand: boolean
  choose: Props['choose']
  look: (code: string) => void
}

function Choice({ part, reason: { code, name, means, kind, digit }, isChosen, isAtHand, choose, look }: ChoiceProps) {
  const t = useTranslations('review.judge')
  const said = useBilingual()
  const id = `${part.id}-${code}`
  return (
    <li className="bg-surface last:odd:col-span-2">
      <label
        htmlFor={id}
        onPointerEnter={() => look(code)}
        className={cn(
          'flex h-full min-h-11 items-start gap-2 px-2 py-1.5 hover:bg-surface-sunken lg:min-h-0',
          'has-checked:bg-danger-soft has-checked:font-medium',
          'has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus',
          isAtHand && 'outline-1 -outline-offset-1 outline-border-strong',
        )}
      >
        <Checkbox
          id={id}
          checked={isChosen}
          onFocus={() => look(code)}
          onChange={({ target }) => choose(code, target.checked)}
          aria-describedby={`${id}-means`}
          className="mt-[0.2em] outline-none"
        />
        <span className="min-w-0 flex-1">
          {said(name)}
          {kind === 'final' ? <span className="ml-1.5 text-xs font-normal text-danger">{t('final')}</span> : null}
        </span>
        {digit ? (
          <span aria-hidden className="group-has-[[data-corrections]:focus-within]/refusing:invisible max-lg:hidden">
            <Kbd>{digit}</Kbd>
          </span>
        ) : null}
        <span id={`${id}-means`} className="sr-only">
          {said(means)}
        </span>
      </label>
    </li>
  )
}
