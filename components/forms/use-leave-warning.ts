'use client'
import { useEffect } from 'react'

/**
 * Lets the browser ask before what was typed is lost. A link within the portal then loads its page as a whole, since the browser
 * asks only then.
 */
export function useLeaveWarning(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    const leave = (event: MouseEvent) => {
      const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
      if (!link || !isPlain || link.target || link.hasAttribute('download')) return
      const { origin, pathname, search } = window.location
      if (link.origin !== origin || (link.pathname === pathname && link.search === search)) return
      event.preventDefault()
      event.stopPropagation()
      window.location.assign(link.href)
    }
    window.addEventListener('beforeunload', warn)
    document.addEventListener('click', leave, { capture: true })
    return () => {
      window.removeEventListener('beforeunload', warn)
      document.removeEventListener('click', leave, { capture: true })
    }
  }, [isUnsaved])
}
