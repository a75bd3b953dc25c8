'use client'
import { Keyboard } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useActionState, useEffect, useReducer, useState } from 'react'
import { Button } from '@/components/ui/button'
import { StatusBadge } from '@/components/ui/status-badge'
import type { ReviewCase, ReviewHead } from '@/lib/review/queries'
import { Refusal } from '../../_components/refusal'
import { decide } from '../actions'
import { CarriedList, CarriedNote } from './carried'
import { Declared } from './declared'
import { Judge } from './judge'
import { KeysDialog } from './keys-dialog'
import { LeaseClock, LeaseNotice } from './lease-clock'
import { useNames } from './names'
import { PartList } from './part-list'
import { PastDecisions } from './past-decisions'
import { Pictures, pictureFor, picturesOf } from './pictures'
import { ReleaseButton } from './release-button'
import { SendDialog } from './send-dialog'
import { Since } from './since'
import { useKeys } from './use-keys'
import { useLease } from './use-lease'
import { beginWork, draftOf, outcomeSoFar, problemOf, type Step, stateOf, work as step } from './work'

type Props = { head: ReviewHead; opened: ReviewCase }

/**
 * One claim: the parts on the left, the documents in the middle, what was declared and the judgement on the right. What
 * the reviewer writes stands here alone until it is sent; it is kept nowhere, since it may tell of people.
 */
export function Workbench({ head, opened }: Props) {
  const t = useTranslations('review')
  const { nameOf } = useNames(opened)
  const { id: qualificationId, kind, reference, revision } = head
  const [work, dispatch] = useReducer(step, opened, beginWork)
  const [dialog, setDialog] = useState<'send' | 'keys' | null>(null)
  const [result, send, isSending] = useActionState(decide, null)
  const lease = useLease(qualificationId, opened.secondsLeft, isSending || result?.ok === true)
  const failure = result && !result.ok ? result : null
  const { lose } = lease
  useEffect(() => {
    if (failure?.error === 'CLAIM_LOST' || failure?.error === 'INVALID_STATE') lose(failure.error)
  }, [failure, lose])

  const carried = opened.parts.filter((each) => each.carried !== null)
  const [lookedAt, lookAt] = useState(work.parts.length === 0 ? (carried[0]?.id ?? null) : null)
  const looked = carried.find(({ id }) => id === lookedAt)
  const current = work.parts[work.current]
  const part = looked ?? current
  const states = work.parts.map((each) => stateOf(work.catalogue, kind, each, draftOf(work, each)))
  const left = states.filter((state) => state === 'OPEN' || state === 'UNFINISHED').length
  const outcome = outcomeSoFar(kind, work)
  const isLost = lease.state === 'lost' || lease.state === 'gone'
  const canSend = outcome !== null && !isLost && !isSending

  const pictures = picturesOf(opened.parts)
  const [chosen, setChosen] = useState<{ partId: string | undefined; src: string } | null>(null)
  const ofPart = part && pictureFor(pictures, part)
  const shown =
    (chosen && chosen.partId === part?.id ? pictures.find(({ src }) => src === chosen.src) : ofPart) ?? pictures[0]

  useLeaveWarning(work.past.length > 0)
  const goTo = (to: number) => {
    lookAt(null)
    dispatch({ do: 'GO', to })
  }
  const go = (by: number) => () => goTo(work.current + by)
  /** What is only looked at can't be judged, by key neither. */
  const judging = (act: Step) => () => (looked ? undefined : dispatch(act))
  useKeys({
    j: go(1),
    ArrowDown: go(1),
    k: go(-1),
    ArrowUp: go(-1),
    a: judging({ do: 'ACCEPT' }),
    r: judging({ do: 'REFUSE' }),
    u: judging({ do: 'UNDO' }),
    '?': () => setDialog('keys'),
    'Control+Enter': () => (canSend ? setDialog('send') : undefined),
  })

  return (
    <div className="flex min-h-0 flex-1 flex-col lg:h-[calc(100dvh-3rem-1px-var(--banner-height))] lg:flex-none">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b bg-surface px-4 py-1.5">
        <h1 className="numeric text-base font-semibold">{t('case.title', { reference })}</h1>
        <p className="text-text-muted">
          {t('case.revision', { revision })}
          {opened.renews ? ` · ${t('case.renews', { reference: opened.renews })}` : ''}
        </p>
        {head.isUrgent ? <StatusBadge tone="danger">{t('queue.urgent')}</StatusBadge> : null}
        <p className="numeric text-text-muted">
          {t('parts.progress', { done: states.length - left, total: states.length })}
        </p>
        <LeaseClock {...lease} />
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <Button size="small" variant="quiet" aria-haspopup="dialog" onClick={() => setDialog('keys')}>
            <Keyboard aria-hidden />
            {t('case.help')}
          </Button>
          <ReleaseButton qualificationId={qualificationId} />
          <Button
            variant="primary"
            size="small"
            aria-haspopup="dialog"
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
        {isLost ? null : <Refusal failure={failure} />}
      </div>
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] lg:grid-cols-[13rem_minmax(0,1fr)_23rem] xl:grid-cols-[15rem_minmax(0,1fr)_26rem]">
        <div className="flex min-h-0 overflow-auto border-b bg-surface lg:flex-col lg:border-r lg:border-b-0">
          <PartList opened={opened} parts={work.parts} states={states} current={looked ? -1 : work.current} go={goTo} />
          <CarriedList parts={carried} opened={opened} shown={looked} show={lookAt} />
        </div>
        <Pictures
          opened={opened}
          pictures={pictures}
          shown={shown}
          show={(src) => setChosen({ partId: part?.id, src })}
        />
        {part ? (
          <section
            aria-label={nameOf(part)}
            className="min-w-0 overflow-y-auto border-t bg-surface lg:border-t-0 lg:border-l"
          >
            <h2 className="border-b px-4 py-2 text-base font-semibold">{nameOf(part)}</h2>
            {looked ? <CarriedNote part={looked} /> : <Since part={part} opened={opened} />}
            <Declared part={part} opened={opened} />
            {looked ? null : (
              <Judge
                key={part.id}
                opened={opened}
                part={part}
                draft={draftOf(work, part)}
                problem={problemOf(work.catalogue, kind, part, draftOf(work, part))}
                canUndo={work.past.length > 0}
                dispatch={dispatch}
              />
            )}
            <PastDecisions opened={opened} />
          </section>
        ) : null}
      </div>
      <SendDialog
        isOpen={dialog === 'send'}
        close={() => setDialog(null)}
        action={send}
        {...{ qualificationId, revision, opened, work, outcome }}
      />
      <KeysDialog isOpen={dialog === 'keys'} close={() => setDialog(null)} />
    </div>
  )
}

/** The browser asks before a page with unsent judgements is left. */
function useLeaveWarning(hasWork: boolean): void {
  useEffect(() => {
    if (!hasWork) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [hasWork])
}
