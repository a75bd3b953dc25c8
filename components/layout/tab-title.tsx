'use client'
import { useEffect } from 'react'

/**
 * Names the case, or whom the page is about, in the title of the tab. It is set in the browser: a title that the server
 * read for it would make the page of a case that one may not see differ from that of one that does not exist. The
 * framework may write its own title again at any time.
 */
export function TabTitle({ reference }: { reference: string }) {
  useEffect(() => {
    const named = `${reference} · `
    const name = () => {
      if (document.title && !document.title.startsWith(named)) document.title = named + document.title
    }
    name()
    const observer = new MutationObserver(name)
    observer.observe(document.head, { childList: true, subtree: true, characterData: true })
    return () => {
      observer.disconnect()
      if (document.title.startsWith(named)) document.title = document.title.slice(named.length)
    }
  }, [reference])
  return null
}
