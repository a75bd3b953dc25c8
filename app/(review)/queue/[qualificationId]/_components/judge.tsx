'use client'
import { Check, Undo2, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useRef } from 'react'
import { FieldError } from '@/components/forms/field'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Kbd } from '@/components/ui/kbd'
import type { Verdict } from '@/lib/db/generated/enums'
import type { ReviewCase, ReviewPart } from '@/lib/review/queries'
import { Refusing } from './refusing'
import type { Draft, DraftProblem, Step } from './work'

type Props = {
  opened: ReviewCase
  part: ReviewPart
  draft: Draft
  problem: DraftProblem | null
  canUndo: boolean
  dispatch: (step: Step) => void
}

/** Accept or refuse the part at hand. */
export function Judge({ opened, part, draft, problem, canUndo, dispatch }: Props) {
  const t = useTranslations('review.judge')
  const problems = useTranslations('review.problems')
  const form = useRef<HTMLFieldSetElement>(null)
  const isRefused = draft.verdict === 'REFUSED'
  const wasRefused = useRef(isRefused)
  useEffect(() => {
    // Refused just now, perhaps by key: on to the reasons.
    if (isRefused && !wasRefused.current && draft.reasons.length === 0) {
      form.current?.querySelector<HTMLInputElement>('input[type=checkbox]')?.focus()
    }
    wasRefused.current = isRefused
  }, [isRefused, draft.reasons.length])
  return (
    <fieldset ref={form} className="min-w-0 px-4 py-3">
      <legend className="sr-only">{t('title')}</legend>
      <div className="grid grid-cols-2 gap-2">
        <VerdictChoice
          verdict="ACCEPTED"
          draft={draft}
          choose={() => dispatch({ do: 'ACCEPT' })}
          icon={<Check aria-hidden />}
          label={t('accept')}
          keyName="A"
        />
        <VerdictChoice
          verdict="REFUSED"
          draft={draft}
          choose={() => dispatch({ do: 'REFUSE' })}
          icon={<X aria-hidden />}
          label={t('refuse')}
          keyName="R"
        />
      </div>
      {isRefused ? <Refusing opened={opened} part={part} draft={draft} dispatch={dispatch} /> : null}
      {problem ? <FieldError name={`judge-${part.id}`}>{problems(problem)}</FieldError> : null}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button size="small" variant="quiet" disabled={!canUndo} onClick={() => dispatch({ do: 'UNDO' })}>
          <Undo2 aria-hidden />
          {t('undo')}
        </Button>
        {draft.verdict ? (
          <Button size="small" variant="quiet" onClick={() => dispatch({ do: 'CLEAR' })}>
            {t('clear')}
          </Button>
        ) : null}
      </div>
    </fieldset>
  )
}

type ChoiceProps = {
  verdict: Verdict
  draft: Draft
  choose: () => void
  icon: ReactNode
  label: string
  keyName: string
}

function VerdictChoice({ verdict, draft, choose, icon, label, keyName }: ChoiceProps) {
  const isChosen = draft.verdict === verdict
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      aria-keyshortcuts={keyName.toLowerCase()}
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
      <span aria-hidden className="max-lg:hidden">
        <Kbd>{keyName}</Kbd>
      </span>
    </button>
  )
}
