import 'server-only'
import {
  CLOSE_ARRAY,
  decodedName,
  endOfHexString,
  endOfLine,
  endOfReference,
  endOfString,
  endOfWord,
  GREATER,
  isNumber,
  isWhite,
  LESS,
  OPEN,
  OPEN_ARRAY,
  PERCENT,
  SOLIDUS,
} from './pdf-characters'

/**
 * Keys (ISO 32000-2, 12.6.3) whose actions nobody has to ask for: they run when a document or page is opened, and the
 * like.
 */
const AUTOMATIC: ReadonlySet<string> = new Set(['OpenAction', 'AA'])

/** Actions (ISO 32000-2, 12.6.4) that lead out of the file, and that a link may have, which somebody clicks. */
const LEADS_OUT: ReadonlySet<string> = new Set(['URI', 'GoToR', 'Thread'])

/** Keys of an action that lead to a place in the document, where the links of its pages are. */
const PLACES: ReadonlySet<string> = new Set(['D', 'SD'])

type Place = { readonly bytes: Buffer; readonly at: number }

type Value =
  | { readonly kind: 'NAME'; readonly name: string }
  | { readonly kind: 'REFERENCE'; readonly object: number }
  | { readonly kind: 'ARRAY'; readonly values: readonly Value[] }
  | { readonly kind: 'DICTIONARY'; readonly values: readonly (readonly [key: string, value: Value])[] }
  | { readonly kind: 'OTHER' }

/**
 * Collects what a PDF does by itself, and whether it leads out of the file: to an address, or to another file, which
 * may be on another machine. A link that one must click may do so.
 */
export class AutomaticActions {
  /** Says that all readers find the same objects. Otherwise, names count wherever they are. */
  isClear = true
  readonly #names = new Set<string>()
  readonly #starts: (Place & { readonly key: string })[] = []
  readonly #objects = new Map<number, Place[]>()

  /** Notes a name anywhere in the file. */
  name(name: string): void {
    if (AUTOMATIC.has(name) || LEADS_OUT.has(name)) this.#names.add(name)
  }

  /** Notes a key of a dictionary, with the place of its value. */
  key(key: string, bytes: Buffer, at: number): void {
    if (AUTOMATIC.has(key)) this.#starts.push({ key, bytes, at })
  }

  /** Notes an object: a later one with the same number replaces it, or not, as the reader decides. */
  object(number: number, bytes: Buffer, at: number): void {
    const places = this.#objects.get(number)
    if (places) places.push({ bytes, at })
    else this.#objects.set(number, [{ bytes, at }])
  }

  leadOut(): boolean {
    const names = [...this.#names]
    if (!names.some((name) => AUTOMATIC.has(name)) || !names.some((name) => LEADS_OUT.has(name))) return false
    return !this.isClear || this.#starts.some((start) => this.#startLeadsOut(start))
  }

  #startLeadsOut({ key, ...place }: Place & { key: string }): boolean {
    const values = this.#resolved(valueAt(place))
    // What opens with an array opens at a place in the document.
    if (key === 'OpenAction') return this.#anyLeadsOut(values.filter((value) => value?.kind !== 'ARRAY'))
    const actions = values.flatMap((value) =>
      value?.kind === 'DICTIONARY' ? value.values.map(([, one]) => one) : value,
    )
    return this.#anyLeadsOut(actions)
  }

  /** Searches actions and those after them; what can't be found may be anything. */
  #anyLeadsOut(actions: readonly (Value | undefined)[]): boolean {
    const left = [...actions]
    const seen = new Set<number>()
    while (left.length > 0) {
      const value = left.pop()
      if (value === undefined || (value.kind === 'NAME' && LEADS_OUT.has(value.name))) return true
      if (value.kind === 'REFERENCE' && !seen.has(value.object)) left.push(...this.#resolved(value))
      if (value.kind === 'REFERENCE') seen.add(value.object)
      if (value.kind === 'ARRAY') left.push(...value.values)
      if (value.kind === 'DICTIONARY')
        left.push(...value.values.flatMap(([key, one]) => (PLACES.has(key) ? [] : [one])))
    }
    return false
  }

  /** Returns a value, or all that a reference may mean: undefined when nothing has its number. */
  #resolved(value: Value): readonly (Value | undefined)[] {
    if (value.kind !== 'REFERENCE') return [value]
    return this.#objects.get(value.object)?.map(valueAt) ?? [undefined]
  }
}

/** Reads the value at a place in a file, or an object stream, whose syntax was read before. */
function valueAt({ bytes, at }: Place): Value {
  return new ValueReader(bytes, at).value()
}

class ValueReader {
  #at: number

  constructor(
    readonly bytes: Buffer,
    at: number,
  ) {
    this.#at = at
  }

  value(): Value {
    this.#skip()
    const { bytes } = this
    const byte = bytes[this.#at]
    if (byte === SOLIDUS) return { kind: 'NAME', name: this.#name() }
    if (byte === OPEN_ARRAY) return this.#array()
    if (byte === LESS && bytes[this.#at + 1] === LESS) return this.#dictionary()
    if (byte === OPEN) return this.#other(endOfString(bytes, this.#at))
    if (byte === LESS) return this.#other(endOfHexString(bytes, this.#at))
    return this.#word()
  }

  #skip(): void {
    while (isWhite(this.bytes[this.#at]) || this.bytes[this.#at] === PERCENT) {
      this.#at = this.bytes[this.#at] === PERCENT ? endOfLine(this.bytes, this.#at) : this.#at + 1
    }
  }

  #name(): string {
    const start = this.#at + 1
    this.#at = endOfWord(this.bytes, start)
    return decodedName(this.bytes.toString('latin1', start, this.#at))
  }

  #array(): Value {
    const values: Value[] = []
    this.#at += 1
    for (this.#skip(); this.#isBefore(CLOSE_ARRAY); this.#skip()) values.push(this.value())
    this.#at += 1
    return { kind: 'ARRAY', values }
  }

  #dictionary(): Value {
    const values: [string, Value][] = []
    this.#at += 2
    for (this.#skip(); this.#isBefore(GREATER); this.#skip()) values.push([this.#name(), this.value()])
    this.#at += 2
    return { kind: 'DICTIONARY', values }
  }

  #isBefore(end: number): boolean {
    return this.#at < this.bytes.length && this.bytes[this.#at] !== end
  }

  #word(): Value {
    const start = this.#at
    const end = Math.max(endOfWord(this.bytes, start), start + 1)
    const reference = isNumber(this.bytes, start, end) ? endOfReference(this.bytes, end) : null
    if (reference === null) return this.#other(end)
    this.#at = reference
    return { kind: 'REFERENCE', object: Number(this.bytes.toString('latin1', start, end)) }
  }

  #other(end: number | null): Value {
    this.#at = end ?? this.bytes.length
    return { kind: 'OTHER' }
  }
}
