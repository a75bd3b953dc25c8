'use client'
import { Eye, SquareDashed, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type RefObject, useRef, useState } from 'react'
import { KeyHint } from '@/components/keys/key-hint'
import { ariaKeys } from '@/components/keys/key-map'
import { Button } from '@/components/ui/button'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'
import { isFinal, OTHER } from '@/lib/rulebook/reasons'
import type { DraftProblem, PartDraft, ReviewAction } from '../review-reducer'
import { CorrectionChoices } from './correction-choices'
import { Note, type NoteHandle } from './note'
import { Preview } from './preview'
import { ReasonPalette } from './reason-palette'
import type { Phrases } from './use-phrases'

type Props = {
  opened: ReviewCase
  part: ReviewPart
  draft: PartDraft
  problem: DraftProblem | null
  /** Says that the reviewer tried to continue: only then is it shown what is missing. */
  isTried: boolean
  filter: RefObject<HTMLInputElement | null>
  phrases: Phrases
  /** Starts to outline a place on a picture of the part. */
  outline: () => void
  /** Runs when the judgement is complete, and moves to the next part. */
  onDone: () => void
  /** Runs when the reviewer tries to continue before the judgement is complete. */
  onMissing: () => void
  dispatch: (step: ReviewAction) => void
}

/**
 * Asks why a part is refused, what must be corrected, and for a note. Enter moves to what is missing, and then to the
 * next part.
 */
export function Refusing({
  opened,
  part,
  draft,
  problem,
  isTried,
  filter,
  phrases,
  outline,
  onDone,
  onMissing,
  dispatch,
}: Props) {
  const t = useTranslations('review.judge')
  const { catalogue } = opened
  const corrections = useRef<HTMLFieldSetElement>(null)
  const note = useRef<NoteHandle>(null)
  const [isPreviewed, setPreviewed] = useState(false)
  const toReasons = () => filter.current?.focus()
  const toCorrections = () => {
    const choices = [...(corrections.current?.querySelectorAll('input') ?? [])]
    ;(choices.find(({ checked }) => checked) ?? choices[0])?.focus()
  }
  const goOn = () => {
    if (problem === null) return onDone()
    onMissing()
    if (problem === 'REASON_MISSING') toReasons()
    else if (problem === 'CORRECTION_MISSING') toCorrections()
    else note.current?.focus()
  }
  const choose = (reason: string, isChosen: boolean) => dispatch({ do: 'REASON', reason, isChosen })
  /** Leaves the refusal: without a reason it is taken back. */
  const leave = () => {
    if (draft.reasons.length === 0) dispatch({ do: 'CLEAR' })
    document.getElementById('main')?.focus()
  }
  return (
    <div className="group/refusing flex flex-col gap-3 px-4 py-3">
      <ReasonPalette
        {...{ opened, part, choose, filter }}
        chosen={draft.reasons}
        onDone={goOn}
        onBack={leave}
        onPhrases={() => note.current?.offerPhrases(toReasons)}
      />
      <CorrectionChoices
        {...{ opened, part }}
        chosen={draft.correction}
        isOptional={draft.reasons.some((code) => isFinal(catalogue, code))}
        choose={(choice) => dispatch({ do: 'CORRECT', choice })}
        group={corrections}
        onDone={goOn}
        onBack={toReasons}
      />
      {part.files.length > 0 ? <OutlinedAt {...{ part, draft, outline, dispatch }} /> : null}
      <Note
        name={`note-text-${part.id}`}
        isOptional={!draft.reasons.some((code) => code === OTHER || isFinal(catalogue, code))}
        note={draft.note}
        problem={problem === 'NOTE_TOO_LONG' || (problem === 'NOTE_MISSING' && isTried) ? problem : null}
        write={(text) => dispatch({ do: 'NOTE', note: text })}
        phrases={phrases}
        onBack={toReasons}
        handle={note}
      />
      {draft.reasons.length > 0 ? (
        <div>
          <Button size="small" variant="quiet" aria-expanded={isPreviewed} onClick={() => setPreviewed(!isPreviewed)}>
            <Eye aria-hidden />
            {t(isPreviewed ? 'hidePreview' : 'preview')}
          </Button>
          {isPreviewed ? <Preview opened={opened} refused={[{ part, draft }]} /> : null}
        </div>
      ) : null}
    </div>
  )
}

type OutlinedProps = Pick<Props, 'part' | 'draft' | 'outline' | 'dispatch'>

/** Says whether a place on the picture is outlined, and leads there. */
function OutlinedAt({ part, draft: { place }, outline, dispatch }: OutlinedProps) {
  const t = useTranslations('review.judge')
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button size="small" aria-keyshortcuts={ariaKeys('outline')} onClick={outline}>
        <SquareDashed aria-hidden />
        {place ? t('outlined', { page: pageNumber(part, place) }) : t('outline')}
        <KeyHint name="outline" />
      </Button>
      {place ? (
        <Button size="small" variant="quiet" onClick={() => dispatch({ do: 'OUTLINE', place: undefined })}>
          <X aria-hidden />
          {t('removeOutline')}
        </Button>
      ) : null}
    </div>
  )
}

/** Returns the number of a page among those of a part, from 1. */
function pageNumber({ files }: ReviewPart, { fileId, page }: NonNullable<PartDraft['place']>): number {
  const before = files.slice(
    0,
    files.findIndex(({ id }) => id === fileId),
  )
  return before.reduce((sum, { pageCount }) => sum + pageCount, page + 1)
}
