'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

type Router = ReturnType<typeof useRouter>

const due = new Set<Router>()

/** Reads the page again once for all of its slots that hear of the same file. */
function refreshOnce(router: Router): void {
  if (due.size === 0) {
    window.setTimeout(() => {
      for (const one of [...due]) one.refresh()
      due.clear()
    })
  }
  due.add(router)
}

/** Reads the page again when a file of the qualification was examined, while there is one to wait for. */
export function useFileEvents(qualificationId: string, isWaiting: boolean): void {
  const router = useRouter()
  useEffect(() => {
    if (!isWaiting) return
    let isOver = false
    let end = () => {}
    // Few pages wait for a file: what follows it is loaded when one does. Without a connection, there is nothing to follow.
    const loaded = import('./file-events').then(({ followFiles }) => {
      if (isOver) return
      end = followFiles((heard) => {
        if (!heard.qualificationId || heard.qualificationId === qualificationId) refreshOnce(router)
      })
    })
    loaded.catch(() => {})
    return () => {
      isOver = true
      end()
    }
  }, [qualificationId, isWaiting, router])
}
