type Shortcut = {
  /** Lists the keys that do it, as `keyOf` names them. */
  readonly keys: readonly string[]
  /** Lists what is printed on them; a `+` joins keys that are pressed together. */
  readonly shown: readonly string[]
  /** Says that it acts again and again while the key is held. A key that judges acts once: it must not judge what nobody looked at. */
  readonly repeats?: true
}

/** The keys of reviewers: what they do is bound, shown, announced and tested by this table. */
export const KEY_MAP = {
  next: { keys: ['j', 'ArrowDown'], shown: ['J', '↓'], repeats: true },
  previous: { keys: ['k', 'ArrowUp'], shown: ['K', '↑'], repeats: true },
  accept: { keys: ['a'], shown: ['A'] },
  refuse: { keys: ['r'], shown: ['R'] },
  reason: { keys: ['1', '2', '3', '4', '5', '6'], shown: ['1–6'] },
  phrase: { keys: [';', '；'], shown: [';'] },
  outline: { keys: ['m'], shown: ['M'] },
  continue: { keys: ['Enter'], shown: ['Enter'] },
  back: { keys: ['Escape'], shown: ['Esc'] },
  undo: { keys: ['u'], shown: ['U'] },
  compare: { keys: ['c'], shown: ['C'] },
  together: { keys: ['g'], shown: ['G'] },
  loupe: { keys: ['l'], shown: ['L'] },
  contrast: { keys: ['b'], shown: ['B'] },
  flat: { keys: ['f'], shown: ['F'] },
  send: { keys: ['Control+Enter'], shown: ['Ctrl', '+', 'Enter'] },
  undoSent: { keys: ['z'], shown: ['Z'] },
  takeNext: { keys: ['n'], shown: ['N'] },
  search: { keys: ['/', '／'], shown: ['/'] },
  help: { keys: ['?', '？'], shown: ['?'] },
} as const satisfies Record<string, Shortcut>

export type KeyName = keyof typeof KEY_MAP

export const shortcut = (name: KeyName): Shortcut => KEY_MAP[name]

export const isKey = (name: KeyName, key: string): boolean => shortcut(name).keys.includes(key)

/** Returns the value of `aria-keyshortcuts`, without the full-width signs of an input method. */
export const ariaKeys = (name: KeyName): string =>
  shortcut(name)
    .keys.filter((key) => key < '\uff00')
    .join(' ')

type Pressed = Pick<KeyboardEvent, 'key' | 'keyCode' | 'isComposing' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>

/**
 * Names the key that was pressed: letters are small, whether or not Caps Lock is on, and `Control+` is before a key that is
 * pressed with Control or Command.
 *
 * @returns null for a key of an input method, and for those with Alt, or a letter with Shift
 */
export function keyOf({ key, keyCode, isComposing, altKey, ctrlKey, metaKey, shiftKey }: Pressed): string | null {
  // Safari ends the composition before the Enter that confirms it: only its code says whose it is.
  if (isComposing || keyCode === 229 || altKey) return null
  const isLetter = /^[a-z]$/i.test(key)
  if (isLetter && shiftKey) return null
  return `${ctrlKey || metaKey ? 'Control+' : ''}${isLetter ? key.toLowerCase() : key}`
}
