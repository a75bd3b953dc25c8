'use client'
import { useEffect } from 'react'

/**
 * Asks before what was typed is lost. A link within the portal loads its page as a whole, since the browser itself asks
 * only then. The question is asked here before a form with `data-leads-away`, such as a search, and before the
 * browser's own *back*, where the browser has the Navigation API.
 */
export function useLeaveWarning(isUnsaved: boolean, question: string): void {
  useEffect(() => {
    if (!isUnsaved) return
    const ask = (event: Event) => {
      if (window.confirm(question)) return
      event.preventDefault()
      event.stopPropagation()
    }
    const onSubmit = (event: SubmitEvent) => {
      if (event.target instanceof HTMLFormElement && 'leadsAway' in event.target.dataset) ask(event)
    }
    const onNavigate = (event: NavigateEvent) => {
      if (event.navigationType === 'traverse' && event.cancelable && !event.hashChange) ask(event)
    }
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    const navigation = 'navigation' in window ? window.navigation : null
    window.addEventListener('beforeunload', warn)
    navigation?.addEventListener('navigate', onNavigate)
    document.addEventListener('click', followAsAWhole, { capture: true })
    document.addEventListener('submit', onSubmit, { capture: true })
    return () => {
      window.removeEventListener('beforeunload', warn)
      navigation?.removeEventListener('navigate', onNavigate)
      document.removeEventListener('click', followAsAWhole, { capture: true })
      document.removeEventListener('submit', onSubmit, { capture: true })
    }
  }, [isUnsaved, question])
}

/** Follows a link within the portal by loading its page. */
function followAsAWhole(event: MouseEvent): void {
  if (event.defaultPrevented) return // offline, no page is requested
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
  if (!link || !isPlain || link.target || link.hasAttribute('download')) return
  const { origin, pathname, search } = window.location
  if (link.origin !== origin || (link.pathname === pathname && link.search === search)) return
  event.preventDefault()
  event.stopPropagation()
  window.location.assign(link.href)
}
