import { expect } from '@playwright/test'
import { KEY_MAP, type KeyName, shortcut } from '@/components/keys/key-map'
import type { Look } from './workbench-look'

/** Says what a key changes of what is seen; nothing else may change. */
export type Effect = { [field in keyof Look]?: unknown }

/** Says what each key of the table does. A key without an entry does not compile, and fails. */
export type Effects = Readonly<Record<KeyName, Effect>>

/** Says what single keys do that differ from the others of their name. */
export type OfKeys = Readonly<Record<string, Effect>>

export const NAMES = Object.keys(KEY_MAP) as KeyName[]
export const PHRASE = 'Please use better light.'
export const NOTHING: Effect = {}
/** Sends the decision: the last test. */
export const SENDS: Effect = {}
/** Leaves the case for another: the end of its test. */
export const LEAVES: Effect = {}
/** Enlarges the pictures while the key is held, and nothing else. */
export const ENLARGES: Effect = {}
const ANY = { text: expect.any(String), number: expect.any(Number) }

export const verdicts = (of: string) => ({ verdicts: expect.stringMatching(new RegExp(`\\b${of}\\b`)) })
export const moved = (current: number): Effect => ({
  current,
  focus: ANY.text,
  pictures: ANY.number,
  filter: null,
  note: null,
  reasons: [],
})
export const dialog = (heading: string, button: string): Effect => ({ dialog: heading, focus: `the dialog: ${button}` })
export const CONFIRMED = 'Send and claim next'

/** Lists what does the same wherever no text is typed and no dialog is open. The judged part is the fifth. */
export const ANYWHERE = {
  next: moved(5),
  previous: moved(3),
  compare: { pictures: 2 },
  together: { pictures: 3, toggles: ['Show together'] },
  loupe: ENLARGES,
  contrast: { toggles: ['More contrast'] },
  flat: { toggles: ['Flatten the page'] },
  undoSent: NOTHING, // nothing was sent
  takeNext: NOTHING, // a case is in hand
  search: { focus: 'the search' },
  help: dialog('Shortcuts', 'Close'),
}

const refused = { ...verdicts('Unfinished'), filter: '', note: '' }

/** Lists the effects while the part is not judged. */
export const OPEN: Effects = {
  ...ANYWHERE,
  accept: verdicts('Accepted'),
  refuse: { ...refused, focus: 'the filter' },
  reason: NOTHING,
  phrase: NOTHING,
  outline: { ...refused, focus: 'the outline', isDrawing: true },
  continue: NOTHING,
  back: { focus: 'everywhere' },
  undo: { ...refused, focus: 'the filter' }, // what was undone is that it was cleared
  send: dialog('Send decision: Approved', CONFIRMED),
}

/** Lists the effects while the part is refused for its first reason. */
export const REFUSED: Effects = {
  ...ANYWHERE,
  accept: { ...verdicts('Accepted'), filter: null, note: null, reasons: [] },
  refuse: { focus: 'the filter' },
  reason: NOTHING, // each digit its own: below
  phrase: { arePhrasesOffered: true, focus: 'a phrase' },
  outline: { isDrawing: true, focus: 'the outline' },
  continue: { focus: 'everywhere' },
  back: { focus: 'everywhere' },
  undo: { ...verdicts('Unfinished'), reasons: [] },
  send: dialog('Send decision: Changes requested', CONFIRMED),
}

/** Accepting takes away the control that has the focus. */
export const GONE = { ...REFUSED.accept, focus: 'everywhere' }

/** The first digit takes the reason back that is chosen, and the others add theirs. */
export const DIGITS = Object.fromEntries(
  shortcut('reason').keys.map((key, index) => [
    key,
    { ...verdicts('\\w+'), reasons: index === 0 ? [] : [1, index + 1] },
  ]),
)

export const NO_KEY = Object.fromEntries(NAMES.map((name) => [name, NOTHING])) as Effects

/** Returns the effects where a key is text: that of the field, and what acts there all the same. */
export const typing = (
  field: 'filter' | 'note' | 'search',
  acts: Partial<Effects>,
  keys: OfKeys = {},
): { does: Effects; keys: OfKeys } => ({
  does: { ...NO_KEY, ...acts },
  keys: Object.fromEntries([
    ...NAMES.filter((name) => !acts[name])
      .flatMap((name) => shortcut(name).keys)
      .filter((key) => key.length === 1)
      .map((key) => [key, { [field]: expect.stringContaining(key), reasons: expect.any(Array) }] as const),
    ...Object.entries(keys),
  ]),
})
