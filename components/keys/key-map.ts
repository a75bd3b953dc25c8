export type Shortcut = {
  /** Lists the keys that do it, as `keyOf` names them. */
  readonly keys: readonly string[]
  /** Lists what is printed on them; a `+` joins keys that are pressed together. */
  readonly shown: readonly string[]
  /**
   * Says that it acts again and again while the key is held. A key that judges acts once: it must not judge what nobody
   * looked at.
   */
  readonly repeats?: true
}

/**
 * Lists the keys of reviewers that work anywhere on a page: what they do is bound, shown, announced and tested by
 * this table.
 */
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

const ZOOM = {
  zoomIn: { keys: ['+', '='], shown: ['+'] },
  zoomOut: { keys: ['-'], shown: ['−'] },
} as const
const MOVE = { keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'], shown: ['← → ↑ ↓'] } as const

/** The keys of a picture that has the focus. */
export const PICTURE_KEYS = {
  ...ZOOM,
  move: MOVE,
  turnRight: { keys: ['t'], shown: ['T'] },
  turnLeft: { keys: ['Shift+t'], shown: ['Shift', '+', 'T'] },
  reset: { keys: ['0'], shown: ['0'] },
} as const satisfies Record<string, Shortcut>

/** The keys of the layer on which an area of a picture is outlined. */
export const DRAWING_KEYS = {
  move: MOVE,
  size: { keys: MOVE.keys.map((key) => `Shift+${key}`), shown: ['Shift', '+', ...MOVE.shown] },
  ...ZOOM,
  keep: { keys: ['Enter'], shown: ['Enter'] },
  remove: { keys: ['Delete', 'Backspace'], shown: ['Delete', 'Backspace'] },
  cancel: { keys: ['Escape'], shown: ['Esc'] },
} as const satisfies Record<string, Shortcut>

/** Lists all keys by where they work: the help and the tests read it. */
export const KEY_GROUPS: Readonly<Record<'anywhere' | 'picture' | 'drawing', Readonly<Record<string, Shortcut>>>> = {
  anywhere: KEY_MAP,
  picture: PICTURE_KEYS,
  drawing: DRAWING_KEYS,
}

export type KeyName = keyof typeof KEY_MAP

export const shortcut = (name: KeyName): Shortcut => KEY_MAP[name]

/** Returns what a key does by a table; undefined where it does nothing. */
export const keyNameIn = <Name extends string>(table: Readonly<Record<Name, Shortcut>>, key: string) =>
  (Object.keys(table) as Name[]).find((name) => table[name].keys.includes(key))

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Returns where an arrow key points, with Shift or without: to the right and down are positive. */
export const directionOf = (key: string): readonly [number, number] => DIRECTIONS[key.replace(/^Shift\+/, '')] ?? [0, 0]

export const isKey = (name: KeyName, key: string): boolean => shortcut(name).keys.includes(key)

/** Returns the value of `aria-keyshortcuts`, without the full-width signs of an input method. */
export const ariaKeys = (name: KeyName): string =>
  shortcut(name)
    .keys.filter((key) => key < '\uff00')
    .join(' ')

type Pressed = Pick<KeyboardEvent, 'key' | 'keyCode' | 'isComposing' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>

/**
 * Names the key that was pressed: letters are small, whether or not Caps Lock is on, `Control+` is before a key that is
 * pressed with Control or Command, and `Shift+` before a letter. Signs need Shift on some keyboards and not on others.
 *
 * @returns null for a key of an input method, and for one with Alt
 */
export function keyOf({ key, keyCode, isComposing, altKey, ctrlKey, metaKey, shiftKey }: Pressed): string | null {
  // Safari ends the composition before the Enter that confirms it: only its code says whose it is.
  if (isComposing || keyCode === 229 || altKey) return null
  const isLetter = /^[a-z]$/i.test(key)
  const name = isLetter ? `${shiftKey ? 'Shift+' : ''}${key.toLowerCase()}` : key
  return `${ctrlKey || metaKey ? 'Control+' : ''}${name}`
}
