'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { SECOND } from '@/lib/core/clock'
import type { ErrorCode } from '@/lib/core/errors'
import type { ActionFailure } from '@/lib/web/form-action'
import { claimAgain, renew } from '../actions'

/** While someone works, the claim is renewed this often, and so its loss is known within it. */
const RENEW_EVERY = 10 * SECOND

const stateAfter = (error: ActionFailure['error']): 'lost' | 'gone' => (error === 'INVALID_STATE' ? 'gone' : 'lost')

export type Lease = {
  secondsLeft: number
  /** `gone`: nobody reviews it any more, for its applicant withdrew it or it was decided. */
  state: 'held' | 'offline' | 'lost' | 'gone'
  /** Why taking it again was refused. */
  failure: Pick<ActionFailure, 'error' | 'params'> | null
  renewNow: () => void
  /** The server said so, and why. */
  lose: (because: ErrorCode) => void
  claimAgain: () => void
}

/** Keeps a claim alive while its holder works, and says when it is lost. Counts seconds, and trusts no clock of the browser's. */
export function useLease(qualificationId: string, initialSeconds: number, isConcluding: boolean): Lease {
  const [secondsLeft, setSecondsLeft] = useState(initialSeconds)
  const [state, setState] = useState<Lease['state']>('held')
  const [failure, setFailure] = useState<Lease['failure']>(null)
  const times = useRef({ endsAt: 0, renewedAt: 0, activeAt: 0 })
  const isAsking = useRef(false)
  /** A claim that is being given up for a decision isn't prolonged: the refusal would stand in the audit log. */
  const isOver = useRef(isConcluding)
  isOver.current = isConcluding

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
        const result = await how(null, form)
        if (result.ok) return extend(result.value.secondsLeft)
        setState(stateAfter(result.error))
        setFailure(how === claimAgain ? result : null)
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
    lose: useCallback((because: ErrorCode) => setState(stateAfter(because)), []),
    claimAgain: () => void ask(claimAgain),
  }
}
