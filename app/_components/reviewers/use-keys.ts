'use client'
import { useLayoutEffect, useRef } from 'react'

/** Here letters and digits are text. A list counts: a letter chooses in it. */
const TEXT = 'textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit])'
/** These are moved through by arrow keys. */
const ARROWS = 'input[type=radio], [role=application], [role=tab]'
/** These repeat while they are held. A key that judges acts once: it must not judge what nobody looked at. */
const REPEATED: ReadonlySet<string> = new Set(['j', 'k', 'ArrowDown', 'ArrowUp'])

/** Returns whether letters are text where a key was pressed. */
export const isText = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(TEXT) !== null

/**
 * Binds keys that work anywhere on the page, except while text is typed. `Control+Enter` works there too. Nothing is done
 * while a dialog is open, or while an input method composes a word: its Enter is not ours. They work as soon as the page is
 * seen.
 */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const current = useRef(keys)
  useLayoutEffect(() => {
    current.current = keys
  })
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.isComposing || document.querySelector('dialog[open]')) return
      if (event.repeat && !REPEATED.has(event.key)) return
      const isControl = event.ctrlKey || event.metaKey
      const act = current.current[isControl ? `Control+${event.key}` : event.key]
      const target = event.target instanceof Element ? event.target : null
      const isTaken = isText(target) || (event.key.startsWith('Arrow') && target?.closest(ARROWS))
      if (!act || (isTaken && !(isControl && event.key === 'Enter'))) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
