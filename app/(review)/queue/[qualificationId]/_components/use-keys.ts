'use client'
import { useEffect, useRef } from 'react'

/** Where keys already mean something. */
const TAKEN = 'input, textarea, select, dialog, [contenteditable], [role="application"], [role="tab"]'

/** Keys that work anywhere on the page but where one types. `Control+Enter` works there too. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const current = useRef(keys)
  useEffect(() => {
    current.current = keys
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || document.querySelector('dialog[open]')) return
      const isControl = event.ctrlKey || event.metaKey
      const act = current.current[isControl ? `Control+${event.key}` : event.key]
      const isTaken = (event.target as Element | null)?.closest?.(TAKEN)
      if (!act || (isTaken && !(isControl && event.key === 'Enter'))) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
