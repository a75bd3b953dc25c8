'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { askToSignIn, isSignedOut, nameSender, signInsSoFar } from '@/components/forms/sign-in-again'
import { SECOND } from '@/lib/core/clock'
import type { ActionFailure } from '@/lib/core/forms/action-result'
import type { ReviewCase } from '@/lib/review/open-case'
import { claimAgain, renew } from '../actions'

/** While someone works, the claim is renewed this often, and so its loss is known within it. */
const RENEW_EVERY = 10 * SECOND

type Failure = Pick<ActionFailure, 'error' | 'params'>

/** A case that changed is no longer in review, unless it waits in the queue again. */
const stateAfter = ({ error, params }: Failure): 'lost' | 'gone' =>
  error === 'CASE_CHANGED' && params.now !== 'FREE' && params.now !== 'RELEASED' ? 'gone' : 'lost'

export type Lease = {
  secondsLeft: number
  /** `gone` means that nobody reviews it any more: its applicant withdrew it or it was decided. */
  state: 'held' | 'offline' | 'lost' | 'gone'
  /** Says what is true of the case now, or why claiming it again was refused. */
  failure: Failure | null
  renewNow: () => void
  /** The server reported the loss, and why. */
  lose: (because: Failure) => void
  claimAgain: () => void
}

/**
 * Renews a claim while its holder works, and says when it is lost. It counts seconds, and trusts no clock of
 * the browser's. Where more was read of the case meanwhile, each renewal brings it.
 *
 * @param onRead is called with the case as it is now
 */
export function useLease(
  {
    qualificationId,
    secondsLeft: initialSeconds,
    unread,
  }: Pick<ReviewCase, 'qualificationId' | 'secondsLeft' | 'unread'>,
  isConcluding: boolean,
  onRead: (text: string) => void,
): Lease {
  const [secondsLeft, setSecondsLeft] = useState(initialSeconds)
  const [state, setState] = useState<Lease['state']>('held')
  const [failure, setFailure] = useState<Lease['failure']>(null)
  const times = useRef({ endsAt: 0, renewedAt: 0, activeAt: 0 })
  const isAsking = useRef(false)
  /** A claim that is being given up for a decision isn't renewed: the refusal would be in the audit log. */
  const isOver = useRef(isConcluding)
  isOver.current = isConcluding
  const known = useRef({ unread, onRead })
  known.current = { unread, onRead }

  const extend = useCallback((seconds: number) => {
    const now = Date.now()
    times.current = { endsAt: now + seconds * SECOND, renewedAt: now, activeAt: now }
    setSecondsLeft(seconds)
    setState('held')
    setFailure(null)
  }, [])

  const ask = useCallback(
    async (how: typeof renew) => {
      if (isAsking.current) return
      isAsking.current = true
      try {
        const form = new FormData()
        form.set('qualificationId', qualificationId)
        if (how === renew) form.set('unread', `${known.current.unread}`)
        const sentAfter = signInsSoFar()
        const result = await how(null, nameSender(form))
        if (result.ok) {
          if (result.value.text) known.current.onRead(result.value.text)
          return extend(result.value.secondsLeft)
        }
        if (isSignedOut(result)) {
          times.current.renewedAt = Date.now()
          const again = () => queueMicrotask(() => void ask(how)) // once this one is over
          return askToSignIn(again, sentAfter, how === renew)
        }
        setState(stateAfter(result))
        setFailure(result)
      } catch {
        times.current.renewedAt = Date.now() // tried: again after a while
        setState((before) => (before === 'held' ? 'offline' : before))
      } finally {
        isAsking.current = false
      }
    },
    [qualificationId, extend],
  )

  useEffect(() => extend(initialSeconds), [extend, initialSeconds])

  useEffect(() => {
    if (state === 'lost' || state === 'gone') return
    const touch = () => {
      times.current.activeAt = Date.now()
    }
    const tick = setInterval(() => {
      const { endsAt, renewedAt, activeAt } = times.current
      const now = Date.now()
      const left = Math.max(0, Math.round((endsAt - now) / SECOND))
      setSecondsLeft(left)
      if (left === 0) setState('lost')
      else if (!isOver.current && activeAt > renewedAt && now - renewedAt >= RENEW_EVERY) void ask(renew)
    }, SECOND)
    const acts = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const
    for (const act of acts) window.addEventListener(act, touch, { passive: true })
    return () => {
      clearInterval(tick)
      for (const act of acts) window.removeEventListener(act, touch)
    }
  }, [state, ask])

  return {
    secondsLeft,
    state,
    failure,
    renewNow: () => void ask(renew),
    lose: useCallback((because: Failure) => {
      setState(stateAfter(because))
      setFailure(because)
    }, []),
    claimAgain: () => void ask(claimAgain),
  }
}
