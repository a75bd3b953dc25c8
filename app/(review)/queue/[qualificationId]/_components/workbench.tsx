'use client'
import { Keyboard } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useReducer, useRef, useState } from 'react'
import { Refusal } from '@/app/_components/refusal'
import { HOLDS } from '@/app/_components/reviewers/reviewers-bar'
import { askNews } from '@/app/_components/reviewers/use-news'
import { ReleaseButton } from '@/app/(review)/_components/release-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { ariaKeys } from '@/components/keys/key-map'
import { useHeldKey } from '@/components/keys/use-held-key'
import { useKeys } from '@/components/keys/use-keys'
import { TabTitle } from '@/components/layout/tab-title'
import { useNames } from '@/components/review/names'
import { UrgentBadge } from '@/components/review/urgent-badge'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'
import type { ReviewHead } from '@/lib/review/read-for-review'
import { decide } from '../actions'
import type { DecidedAnswer } from './decided-answer'
import { Judge } from './judging/judge'
import { usePhrases } from './judging/use-phrases'
import { KeysDialog } from './keys-dialog'
import { LeaseClock, LeaseNotice } from './lease-clock'
import { CarriedList } from './parts/carried'
import { Corrections } from './parts/corrections'
import { LateNotice } from './parts/late-notice'
import { PartList } from './parts/part-list'
import { PartPanel } from './parts/part-panel'
import { usePlaces } from './parts/use-places'
import { PictureStrip, Pictures, pictureFor, picturesOf } from './pictures/pictures'
import { useOutline } from './pictures/use-outline'
import { named, useSeen } from './pictures/use-seen'
import { reviewOf } from './remembered-review'
import {
  outcomeSoFar,
  partDraftOf,
  problemOf,
  type ReviewAction,
  reviewReducer,
  stateOf,
  unseenIn,
} from './review-reducer'
import { SendDialog } from './send-dialog'
import { useLease } from './use-lease'
import { useSavedDrafts } from './use-saved-drafts'

type Props = {
  head: ReviewHead
  opened: ReviewCase
  /** The case that was decided before this one, when it came with that decision. */
  before: Pick<DecidedAnswer, 'reference' | 'outcome'> | null
  onDecided: (answer: DecidedAnswer) => void
  /** More was read of the case: the text has it as it is now. */
  onRead: (text: string) => void
}

/**
 * Shows one claim: the parts on the left, the documents in the middle, what was declared and the judgement on the
 * right. What the reviewer writes is saved sealed, for them alone, until the case is decided.
 */
export function Workbench({ head, opened, before, onDecided, onRead }: Props) {
  const t = useTranslations('review')
  const { nameOf } = useNames(opened)
  const { id: qualificationId, kind, reference, revision } = head
  const [work, dispatch] = useReducer(reviewReducer, opened, reviewOf)
  const [dialog, setDialog] = useState<'send' | 'keys' | null>(null)
  const [result, send, isSending] = useFormAction(decide)
  const tell = useRef(onDecided)
  tell.current = onDecided
  useEffect(() => {
    if (result?.ok) tell.current(result.value)
  }, [result])
  const lease = useLease(opened, isSending || result?.ok === true, onRead)
  const failure = result && !result.ok ? result : null
  const { lose } = lease
  const isLost = lease.state === 'lost' || lease.state === 'gone'
  /** The notice about the claim says so, as long as it is true. */
  const lostAs = failure?.error === 'CLAIM_LOST' || failure?.error === 'CASE_CHANGED' ? failure.error : null
  useEffect(() => {
    if (failure && lostAs) lose(failure)
  }, [failure, lostAs, lose])
  useEffect(() => {
    if (isLost) askNews() // a lead may have taken it back
  }, [isLost])

  const carried = opened.parts.filter((each) => each.carried !== null)
  const [lookedAt, lookAt] = useState(work.parts.length === 0 ? (carried[0]?.id ?? null) : null)
  const looked = carried.find(({ id }) => id === lookedAt)
  const current = work.parts[work.current]
  const part = looked ?? asItIs(opened, current)
  const states = work.parts.map((each) => stateOf(work, kind, each))
  const left = states.filter((state) => state === 'OPEN' || state === 'UNFINISHED').length
  const outcome = outcomeSoFar(kind, work)
  const canSend = outcome !== null && !isLost && !isSending

  const pictures = picturesOf(opened.parts)
  const [chosen, setChosen] = useState<{ partId: string | undefined; src: string } | null>(null)
  const ofPart = part && pictureFor(pictures, part)
  const shown = chosen && chosen.partId === part?.id ? pictures.find(({ src }) => src === chosen.src) : ofPart

  const [refusals, setRefusals] = useState(0)
  const [compared, setCompared] = useState<{ partId: string | undefined; count: number }>({
    partId: undefined,
    count: 0,
  })
  const comparison = compared.partId === shown?.part.id ? compared.count : 0
  const compare = () => setCompared({ partId: shown?.part.id, count: comparison + 1 })
  const [isContrastHigh, setContrastHigh] = useState(false)
  const toggleContrast = () => setContrastHigh((before) => !before)
  const [isFlat, setFlat] = useState(false)
  const flatten = () => setFlat((before) => !before)
  const isLoupe = useHeldKey('loupe')
  const [isTogether, setTogether] = useState(false)
  const toggleTogether = () => setTogether((before) => !before)
  useSavedDrafts(head, opened, work, lease.state === 'gone' || isSending || result?.ok === true)
  const show = (src: string, partId = part?.id) => setChosen({ partId, src })
  const places = usePlaces(opened, part, show)
  const seen = useSeen({ work, dispatch, part: looked ? undefined : current, show, failure })

  const outline = useOutline({
    part: looked ? undefined : current,
    draft: current && partDraftOf(work, current),
    src: shown?.src,
    ...{ show, dispatch },
    toReasons: () => setRefusals((count) => count + 1),
  })

  const phrases = usePhrases(opened)

  const goTo = (to: number) => {
    lookAt(null)
    dispatch({ do: 'GO', to })
  }
  const go = (by: number) => () => goTo(work.current + by)
  /** Returns an act on a part. A part that is only looked at can't be judged, not by key either. */
  const judging = (act: ReviewAction) => () => (looked ? undefined : dispatch(act))
  useKeys({
    next: go(1),
    previous: go(-1),
    accept: () => (looked ? undefined : seen.accept()),
    refuse: () => {
      judging({ do: 'REFUSE' })()
      setRefusals((count) => count + 1)
    },
    outline: outline.start,
    undo: judging({ do: 'UNDO' }),
    compare,
    together: toggleTogether,
    contrast: toggleContrast,
    flat: flatten,
    back: focusMain,
    help: () => setDialog('keys'),
    send: () => (canSend ? setDialog('send') : undefined),
  })

  return (
    <div
      {...(isLost ? {} : { [HOLDS]: '' })}
      data-fills-window
      className="flex min-h-0 flex-1 flex-col lg:max-h-[calc(100dvh-var(--bar-height)-var(--banner-height))]"
    >
      <TabTitle reference={reference} />
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b bg-surface px-4 py-1.5">
        <h1 className="numeric text-base font-semibold">{t('case.title', { reference })}</h1>
        <p className="text-text-muted">
          {t('case.revision', { revision })}
          {opened.renews ? ` · ${t('case.renews', { reference: opened.renews })}` : ''}
        </p>
        {head.isUrgent ? <UrgentBadge /> : null}
        <p className="numeric text-text-muted">
          {t('parts.progress', { done: states.length - left, total: states.length })}
        </p>
        <LeaseClock {...lease} />
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <Button
            size="small"
            variant="quiet"
            aria-haspopup="dialog"
            aria-keyshortcuts={ariaKeys('help')}
            onClick={() => setDialog('keys')}
          >
            <Keyboard aria-hidden />
            {t('case.help')}
          </Button>
          <ReleaseButton qualificationId={qualificationId} />
          <Button
            variant="primary"
            size="small"
            aria-haspopup="dialog"
            aria-keyshortcuts={ariaKeys('send')}
            disabled={!canSend}
            isLoading={isSending}
            onClick={() => setDialog('send')}
          >
            {outcome ? t('send.title', { outcome: t(`send.outcomes.${outcome}`) }) : t('send.left', { count: left })}
          </Button>
        </div>
      </header>
      <div className="empty:hidden [&>*]:rounded-none [&>*]:border-x-0 [&>*]:border-t-0">
        <LeaseNotice lease={lease} />
        {isLost || lostAs ? null : <Refusal result={failure && named(failure, opened.parts, nameOf)} />}
        {before && work.past.length === 0 ? (
          <Alert tone="success" isLive>
            {t('send.done', { reference: before.reference, outcome: t(`send.outcomes.${before.outcome}`) })}
          </Alert>
        ) : null}
        <LateNotice opened={opened} />
      </div>
      <Corrections opened={opened} parts={work.parts} states={states} go={goTo} />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] lg:grid-cols-[13rem_minmax(0,1fr)_23rem] xl:grid-cols-[15rem_minmax(0,1fr)_26rem]">
        <div className="relative flex min-h-0 overflow-auto border-b bg-surface lg:flex-col lg:border-r lg:border-b-0">
          <PartList
            opened={opened}
            parts={work.parts}
            states={states}
            unseen={work.parts.map((each) => unseenIn(work, each) !== undefined)}
            current={looked ? -1 : work.current}
            go={goTo}
          />
          <CarriedList parts={carried} opened={opened} shown={looked} show={lookAt} />
        </div>
        {shown ? (
          <Pictures
            key={seen.shownAgain}
            opened={opened}
            pictures={pictures}
            shown={shown}
            marks={places.marksOn(shown?.src)}
            outlining={outline.outlining}
            show={show}
            looks={seen.shownAgain}
            onSeen={seen.see}
            isTogether={isTogether}
            toggleTogether={toggleTogether}
            isLoupe={isLoupe}
            {...{ comparison, compare, isContrastHigh, toggleContrast, isFlat, flatten }}
          />
        ) : null}
        {part ? (
          <PartPanel
            key={part.id}
            opened={opened}
            part={part}
            looked={looked}
            places={places}
            strip={shown ? null : <PictureStrip {...{ opened, pictures, shown, show }} />}
          >
            {(frame) => (
              <Judge
                opened={opened}
                part={part}
                draft={partDraftOf(work, part)}
                problem={problemOf(work, kind, part)}
                canUndo={work.past.length > 0}
                refusals={refusals}
                missing={seen.missing}
                accept={seen.accept}
                phrases={phrases}
                outline={outline.start}
                isOutlining={outline.outlining?.isDrawing === true}
                dispatch={dispatch}
                frame={frame}
              />
            )}
          </PartPanel>
        ) : null}
      </div>
      <SendDialog
        isOpen={dialog === 'send'}
        close={() => setDialog(null)}
        action={send}
        {...{ qualificationId, revision, opened, work, outcome }}
      />
      <KeysDialog isOpen={dialog === 'keys'} close={() => setDialog(null)} canUndoSent={opened.undoSeconds > 0} />
    </div>
  )
}

/** Returns a part with what was read of it since the review was opened. */
const asItIs = ({ parts }: ReviewCase, part: ReviewPart | undefined) =>
  part && (parts.find(({ id }) => id === part.id) ?? part)

const focusMain = () => document.getElementById('main')?.focus()
