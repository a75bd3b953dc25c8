import type { KeyboardEvent } from 'react'

/**
 * Returns a handler of keys within a control. What it handles goes no further. A key of an input method is never ours, nor one with
 * Control or Alt.
 *
 * @param actOf returns what a key does; undefined where it is text, or somebody else's
 */
export function keyHandler(actOf: (key: string) => (() => void) | undefined) {
  return (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const act = actOf(event.key)
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }
}
