'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect, useSyncExternalStore } from 'react'

/** Says after how many milliseconds a page that does not come is worth a word, and then a choice. */
const LOADING_MS = 1_000
const SLOW_MS = 8_000

type OnItsWay = { page: string | null; state: 'loading' | 'slow' | null }

const NONE: OnItsWay = { page: null, state: null }

/** Lives outside React, which does not render what a timer sets while it waits for a page. */
let current = NONE
let timers: number[] = []
const listeners = new Set<() => void>()

function become(next: OnItsWay): void {
  current = next
  for (const listener of listeners) listener()
}

function stay(): void {
  for (const timer of timers) window.clearTimeout(timer)
  timers = []
  if (current.page) become(NONE)
}

function wait(page: string): void {
  stay()
  become({ page, state: null })
  timers = [
    window.setTimeout(() => become({ page, state: 'loading' }), LOADING_MS),
    window.setTimeout(() => become({ page, state: 'slow' }), SLOW_MS),
  ]
}

/** Follows clicks on links. While the browser knows that it is offline, the page is not requested. */
function follow(onChange: () => void) {
  const onClick = (event: MouseEvent) => {
    const page = pageOf(event)
    if (!page) return
    if (!navigator.onLine) event.preventDefault() // the browser's own page of an error would replace this one
    wait(page)
  }
  // A person who is asked whether to leave, and stays, waits for no page. All who may ask have been called then.
  const onLeaving = (event: BeforeUnloadEvent) =>
    void window.setTimeout(() => {
      if (event.defaultPrevented) stay()
    })
  listeners.add(onChange)
  window.addEventListener('click', onClick, true) // before the framework, which takes the click
  window.addEventListener('beforeunload', onLeaving)
  window.addEventListener('pageshow', stay)
  return () => {
    listeners.delete(onChange)
    window.removeEventListener('click', onClick, true)
    window.removeEventListener('beforeunload', onLeaving)
    window.removeEventListener('pageshow', stay)
  }
}

/** Follows a page from the click on its link until it is shown. */
export function usePageOnItsWay() {
  const here = `${usePathname()}?${useSearchParams()}`
  const onItsWay = useSyncExternalStore(
    follow,
    () => current,
    () => NONE,
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: when another page is shown, and only then
  useEffect(stay, [here])
  return { ...onItsWay, stay }
}

/** Returns the address of another page of the portal that a click leads to in this window; null for any other click. */
function pageOf(event: MouseEvent): string | null {
  if (event.defaultPrevented || event.button !== 0) return null
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
  if (!link || link.hasAttribute('download') || (link.target && link.target !== '_self')) return null
  const { origin, pathname, search } = new URL(link.href, window.location.href)
  const isHere = pathname === window.location.pathname && search === window.location.search
  if (origin !== window.location.origin || isHere || pathname.startsWith('/api/')) return null
  return link.href
}
