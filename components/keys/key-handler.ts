import type { KeyboardEvent } from 'react'
import { keyOf } from './key-map'

/**
 * Returns a handler of keys within a control. What it handles goes no further. A key of an input method is never ours,
 * nor one with Control or Alt.
 *
 * @param actOf returns what a key does; undefined where it is text, or somebody else's
 */
export function keyHandler(actOf: (key: string, isShifted: boolean) => (() => void) | undefined) {
  return (event: KeyboardEvent) => {
    const key = keyOf(event.nativeEvent)
    const act = key === null || key.startsWith('Control+') ? undefined : actOf(key, event.shiftKey)
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }
}
