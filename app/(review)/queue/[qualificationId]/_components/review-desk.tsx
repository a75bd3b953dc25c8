'use client'
import { useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { Refusal } from '@/app/_components/refusal'
import { noteSent } from '@/app/_components/reviewers/use-news'
import { noteDecision } from '@/app/(review)/_components/fresh-on-return'
import type { ActionFailure } from '@/lib/core/forms/action-result'
import { caseOfText, type HeldCase } from '@/lib/review/case-text'
import type { ReviewHead } from '@/lib/review/read-for-review'
import { ClosedCase } from './closed-case'
import type { DecidedAnswer } from './decided-answer'
import { Workbench } from './workbench'

/** Holds what is on the desk: the case in hand, or the one that was decided last. */
type OnDesk =
  | { held: HeldCase; before: Pick<DecidedAnswer, 'reference' | 'outcome'> | null }
  | { closed: ReviewHead; refused: Pick<ActionFailure, 'error' | 'params'> | null }

/** Remembers what the desk moved on to, by the case that the server drew: the browser may come back to this page. */
const movedTo = new Map<string, OnDesk>()

/**
 * Shows the case that the server drew until it is decided, and then what the decision answered: the next case, or the
 * closed one. The page isn't drawn again for it. The address always names the case that is shown.
 */
export function ReviewDesk({ text }: { text: string }) {
  const router = useRouter()
  const drawn = useMemo(() => caseOfText(text), [text])
  // A case that is opened again, after its decision was undone, has another lease.
  const key = `${drawn.opened.submissionId}/${drawn.opened.leaseEndsAt.getTime()}`
  const [, redraw] = useState(0)
  const onDesk = movedTo.get(key) ?? { held: drawn, before: null }

  const moveTo = (next: OnDesk) => {
    movedTo.set(key, next)
    redraw((count) => count + 1)
  }
  /** Shows a case as it is now, if it is still the one in hand: what the reviewer wrote is not part of it. */
  const readAgain = (text: string) => {
    const held = caseOfText(text)
    const now = movedTo.get(key) ?? { held: drawn, before: null }
    if ('held' in now && now.held.opened.submissionId === held.opened.submissionId) moveTo({ ...now, held })
  }
  const decided = (head: ReviewHead, { reference, outcome, decidedAt, secondsLeft, path, next }: DecidedAnswer) => {
    noteDecision()
    const isSent = secondsLeft > 0
    if (isSent) noteSent({ id: head.id, reference, outcome, secondsLeft })
    if (next && 'text' in next) {
      const held = caseOfText(next.text)
      moveTo({ held, before: isSent ? null : { reference, outcome } })
      window.history.replaceState(null, '', path)
      document.getElementById('main')?.focus()
      return
    }
    const rights = { holder: null, canClaim: false, canRelease: false, canSetUrgency: false }
    const isLast = next?.refused.error === 'QUEUE_EMPTY'
    moveTo({
      closed: { ...head, ...rights, ...(isSent ? { isSent } : { status: outcome, decidedAt }) },
      refused: isLast ? null : (next?.refused ?? null),
    })
    if (isLast) router.push(path)
  }

  if ('closed' in onDesk) {
    return <ClosedCase head={onDesk.closed} canReview notice={<Refusal result={onDesk.refused} />} />
  }
  const { held, before } = onDesk
  return (
    <Workbench
      key={held.opened.submissionId}
      head={held.head}
      opened={held.opened}
      before={before}
      onDecided={(answer) => decided(held.head, answer)}
      onRead={readAgain}
    />
  )
}
