'use client'
import { useLayoutEffect, useRef } from 'react'
import { isKey, type KeyName, keyOf, shortcut } from './key-map'

/** Matches where letters and digits are text. A list counts: a letter chooses in it. */
const TEXT = 'textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit])'
/** Matches what arrow keys move through. */
const ARROWS = 'input[type=radio], [role=application], [role=tab]'
/** Matches what Enter presses. */
const PRESSED = 'a, button, summary'

/** Returns whether letters are text where a key was pressed. */
export const isText = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(TEXT) !== null

/**
 * Binds keys that work anywhere on the page, except while text is typed. Those with Control work there too. Nothing is
 * done while a dialog is open, or while an input method composes a word: its Enter is not ours. They work as soon as
 * the page is seen.
 */
export function useKeys(acts: Readonly<Partial<Record<KeyName, (key: string) => void>>>): void {
  const current = useRef(acts)
  useLayoutEffect(() => {
    current.current = acts
  })
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = keyOf(event)
      if (key === null || event.defaultPrevented || document.querySelector('dialog[open]')) return
      const name = (Object.keys(current.current) as KeyName[]).find((one) => isKey(one, key))
      if (!name || (event.repeat && !shortcut(name).repeats)) return
      const target = event.target instanceof Element ? event.target : null
      if (!key.startsWith('Control+') && isTaken(key, target)) return
      event.preventDefault()
      current.current[name]?.(key)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

/** Returns whether a key is that of the control where it was pressed. */
function isTaken(key: string, target: Element | null): boolean {
  if (isText(target)) return true
  const own = key.startsWith('Arrow') ? ARROWS : key === 'Enter' ? PRESSED : null
  return own !== null && target?.closest(own) != null
}
