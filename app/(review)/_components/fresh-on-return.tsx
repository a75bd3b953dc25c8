'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

let isOutdated = false

/** Notes that pages which the browser still holds show something as it was before a decision. */
export function noteDecision(): void {
  isOutdated = true
}

/**
 * Draws a page again that the browser goes back to after a decision: the answer of a decision draws only what changed
 * where the reviewer is.
 */
export function FreshOnReturn() {
  const router = useRouter()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const refresh = () => {
      if (!isOutdated) return
      isOutdated = false
      timer = setTimeout(() => router.refresh()) // after the framework has gone back
    }
    window.addEventListener('popstate', refresh)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('popstate', refresh)
    }
  }, [router])
  return null
}
