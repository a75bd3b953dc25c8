'use client'
import { Check, Undo2, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { FieldError } from '@/components/forms/field'
import { KeyHint } from '@/components/keys/key-hint'
import { ariaKeys, type KeyName } from '@/components/keys/key-map'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { Verdict } from '@/lib/db/generated/enums'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'
import type { JudgeFrame } from '../parts/part-panel'
import type { MissingLook } from '../pictures/use-seen'
import type { DraftProblem, PartDraft, ReviewAction } from '../review-reducer'
import { Refusing } from './refusing'
import type { Phrases } from './use-phrases'

type Props = {
  opened: ReviewCase
  part: ReviewPart
  draft: PartDraft
  problem: DraftProblem | null
  canUndo: boolean
  /** Counts how often the reasons were requested: by the key that refuses, and after outlining. */
  refusals: number
  /** A page that has to be looked at before it is accepted. */
  missing: MissingLook | null
  accept: () => void
  phrases: Phrases
  /** Starts to outline a place on a picture of the part. */
  outline: () => void
  /** Says whether a place is being outlined: then the keys are the picture's. */
  isOutlining: boolean
  dispatch: (step: ReviewAction) => void
  frame: JudgeFrame
}

/** Shows the buttons to accept or refuse the current part. */
export function Judge({
  opened,
  part,
  draft,
  problem,
  canUndo,
  refusals,
  missing,
  accept,
  phrases,
  outline,
  isOutlining,
  dispatch,
  frame,
}: Props) {
  const t = useTranslations('review.judge')
  const problems = useTranslations('review.problems')
  /** Says whether someone tried to continue, or came back to the part: only then what is missing is said. */
  const [isTried, setTried] = useState(draft.verdict !== null)
  const filter = useRef<HTMLInputElement>(null)
  const isRefused = draft.verdict === 'REFUSED'
  const before = useRef({ isRefused, refusals })
  useEffect(() => {
    // On to the reasons, which are above the buttons, but no keyboard jumps up over a small screen.
    const isAsked = refusals !== before.current.refusals || (isRefused && !before.current.isRefused)
    if (isAsked && !isOutlining) {
      if (window.matchMedia('(any-pointer: fine)').matches) filter.current?.focus()
      filter.current?.closest('fieldset')?.scrollIntoView({ block: 'start' })
    }
    before.current = { isRefused, refusals }
  }, [isRefused, refusals, isOutlining])
  const goOn = () => {
    dispatch({ do: 'CONTINUE' })
    document.getElementById('main')?.focus()
  }
  const form = isRefused ? (
    <Refusing
      {...{ opened, part, draft, problem, isTried, filter, phrases, outline, dispatch }}
      onDone={goOn}
      onMissing={() => setTried(true)}
    />
  ) : null
  return frame(
    form,
    <fieldset className="relative min-w-0 px-4 py-2.5">
      <legend className="sr-only">{t('title')}</legend>
      <p role="status" className={cn('text-sm text-warning', missing && 'mb-2')}>
        {missing ? t('unseen', { page: missing.page }) : null}
      </p>
      {problem && isTried && !isOfNote(problem) ? (
        <FieldError name={`judge-${part.id}`}>{problems(problem)}</FieldError>
      ) : null}
      <div className="mb-1 -ml-3 flex flex-wrap gap-x-2 empty:hidden">
        {canUndo ? (
          <Button
            size="small"
            variant="quiet"
            aria-keyshortcuts={ariaKeys('undo')}
            onClick={() => dispatch({ do: 'UNDO' })}
          >
            <Undo2 aria-hidden />
            {t('undo')}
          </Button>
        ) : null}
        {draft.verdict ? (
          <Button size="small" variant="quiet" onClick={() => dispatch({ do: 'CLEAR' })}>
            {t('clear')}
          </Button>
        ) : null}
      </div>
      <div className="grid grid-cols-2 gap-2">
        <VerdictChoice
          verdict="ACCEPTED"
          draft={draft}
          choose={accept}
          icon={<Check aria-hidden />}
          label={t('accept')}
          shortcut="accept"
        />
        <VerdictChoice
          verdict="REFUSED"
          draft={draft}
          choose={() => dispatch({ do: 'REFUSE' })}
          icon={<X aria-hidden />}
          label={t('refuse')}
          shortcut="refuse"
        />
      </div>
    </fieldset>,
  )
}

/** Says whether the note itself says it. */
const isOfNote = (problem: DraftProblem) => problem.startsWith('NOTE_')

type ChoiceProps = {
  verdict: Verdict
  draft: PartDraft
  choose: () => void
  icon: ReactNode
  label: string
  shortcut: KeyName
}

function VerdictChoice({ verdict, draft, choose, icon, label, shortcut }: ChoiceProps) {
  const isChosen = draft.verdict === verdict
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      aria-keyshortcuts={ariaKeys(shortcut)}
      onClick={choose}
      className={cn(
        'flex min-h-11 items-center justify-center gap-2 rounded-md border font-medium [&_svg]:size-[1.15em]',
        !isChosen && 'border-border-strong bg-surface hover:bg-surface-sunken',
        isChosen && verdict === 'ACCEPTED' && 'border-success bg-success-soft text-success',
        isChosen && verdict === 'REFUSED' && 'border-danger bg-danger-soft text-danger',
      )}
    >
      {icon}
      {label}
      <KeyHint name={shortcut} />
    </button>
  )
}
