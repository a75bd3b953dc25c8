'use client'
import { useEffect, useRef, useState } from 'react'
import { news as readNews } from '@/app/(review)/queue/actions'
import { SECOND } from '@/lib/core/clock'
import type { News, Notice, Sent } from '@/lib/review/notices/read-news'

/** So long after a decision is due, the browser asks the server what became of it. */
const SETTLED_AFTER = 2 * SECOND

/** A sent decision with the time at which it is due, by the browser's clock; 0 until it counts. */
type Counted = Sent & { dueAt: number }

let again = () => {}

/** Asks the server what the reviewer has to know now. */
export const askNews = (): void => again()

/** Says whether a page of this document showed it before: a page that the browser returns to is drawn as it was. */
let wasDrawn = false

let receive: (sent: Sent) => void = () => {}

/** Shows a decision that was sent just now, with the time that is left to undo it. */
export const noteSent = (sent: Sent): void => receive(sent)

const counted = (sent: Sent): Counted => ({ ...sent, dueAt: Date.now() + sent.secondsLeft * SECOND })

/**
 * Returns what a reviewer sent and what they have to know: as the page was drawn with it, and as it changes while they
 * work. It counts seconds, and trusts no clock of the browser's. Once a decision is due, the server says what became of
 * it.
 *
 * @param onSettled is called with the ids of cases whose decisions can no longer be undone
 */
export function useNews(drawn: News, onSettled: (ids: string[]) => void) {
  const [sent, setSent] = useState<Counted[]>(() => drawn.sent.map((each) => ({ ...each, dueAt: 0 })))
  const [notices, setNotices] = useState<readonly Notice[]>(drawn.notices)
  const [now, setNow] = useState(0)
  const settle = useRef(onSettled)
  settle.current = onSettled

  useEffect(() => {
    setSent(drawn.sent.map(counted))
    setNotices(drawn.notices)
  }, [drawn])
  const ask = useRef(async () => {})
  useEffect(() => {
    receive = (one) => setSent((before) => [counted(one), ...before.filter(({ id }) => id !== one.id)])
    again = () => void ask.current()
    if (wasDrawn) again()
    wasDrawn = true
    return () => {
      receive = () => {}
      again = () => {}
    }
  }, [])

  const isWaiting = sent.length > 0
  useEffect(() => {
    if (!isWaiting) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), SECOND)
    return () => clearInterval(timer)
  }, [isWaiting])

  const isSettled = sent.some(({ dueAt }) => dueAt > 0 && dueAt + SETTLED_AFTER <= now)
  ask.current = async () => {
    const asked = sent
    const answer = await readNews(null, new FormData()).catch(() => null)
    if (!answer?.ok) return setSent(asked.map((each) => ({ ...each, dueAt: Math.max(each.dueAt, Date.now()) })))
    const left = answer.value.sent
    const isOld = ({ id }: Sent) => [...asked, ...left].some((each) => each.id === id)
    setSent((before) => [...before.filter((each) => !isOld(each)), ...left.map(counted)])
    setNotices(answer.value.notices)
    const gone = asked.filter(({ id }) => left.every((each) => each.id !== id))
    settle.current(gone.map(({ id }) => id))
  }
  useEffect(() => {
    if (isSettled) void ask.current()
  }, [isSettled])

  const secondsLeftOf = ({ dueAt, secondsLeft }: Counted) =>
    dueAt === 0 || now === 0 ? secondsLeft : Math.max(0, Math.ceil((dueAt - now) / SECOND))
  return {
    /** The decisions that can still be undone, newest first. */
    sent: sent.map((each) => ({ ...each, secondsLeft: secondsLeftOf(each) })),
    notices,
    forgetSent: (id: string) => setSent((before) => before.filter((each) => each.id !== id)),
    forgetNotice: (id: string) => setNotices((before) => before.filter((each) => each.id !== id)),
  }
}
