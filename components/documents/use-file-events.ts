'use client'
import { useRouter } from 'next/navigation'
import { type TransitionStartFunction, useEffect, useTransition } from 'react'
import type { UploadAnswer } from './refresh-delay'

/** Few pages wait for a file: what gathers their refreshes is loaded when one does. */
const refreshes = () => import('./page-refreshes')

/** Has the page refreshed when files of the qualification change, while there is one to wait for. */
export function useFileEvents(qualificationId: string, isWaiting: boolean): void {
  useRefresh()
  useEffect(() => {
    if (!isWaiting) return
    // Without a connection, there is nothing to follow.
    const following = refreshes().then(
      ({ follow }) => follow(refreshPage, qualificationId),
      () => () => {},
    )
    return () => void following.then((end) => end())
  }, [qualificationId, isWaiting])
}

/** Has the page refreshed soon, for a file that was accepted: the answer to it says which. */
export function refreshSoon(answer?: UploadAnswer): void {
  void refreshes().then(
    ({ noteUpload }) => noteUpload(refreshPage, answer),
    () => refreshPage(() => {}), // what gathers refreshes can't be loaded
  )
}

type Router = ReturnType<typeof useRouter>

/** Holds what starts a transition, of each component that is on the page: any of them will do. */
const present = new Set<TransitionStartFunction>()
let router: Router | undefined
let drawn = () => {}

/**
 * Refreshes the page, and calls back when it is drawn: React knows that, and the router doesn't say it. Where the page
 * was left, the one that follows is refreshed, and what the framework has stored of the page before is dropped: a way
 * back shows what happened.
 */
function refreshPage(onDrawn: () => void): void {
  const refresh = () => router?.refresh()
  const [startTransition] = present
  drawn = onDrawn
  if (startTransition) startTransition(refresh)
  else {
    refresh()
    onDrawn()
  }
}

/** Lets `refreshPage` use this component, until it is gone: also with what it drew. */
function useRefresh(): void {
  const own = useRouter()
  const [isRefreshing, startTransition] = useTransition()
  useEffect(() => {
    router = own
    present.add(startTransition)
    return () => {
      present.delete(startTransition)
      if (isRefreshing) drawn()
    }
  }, [own, isRefreshing])
}
