import 'server-only'

import {
  CLOSE_ARRAY,
  CR,
  countStarts,
  decodedName,
  endOfHexString,
  endOfLine,
  endOfReference,
  endOfString,
  endOfWord,
  GREATER,
  isNumber,
  isRegular,
  isWhite,
  LESS,
  LF,
  LONGEST_WORD,
  OPEN,
  OPEN_ARRAY,
  PERCENT,
  SOLIDUS,
} from './pdf-characters'

/** Readers give up below some depth, and read on from there in their own ways. */
const MAX_DEPTH = 50

/** The token that is expected next in an open container. */
type Expected = 'KEY' | 'VALUE' | 'ELEMENT'

/** Describes a stream, with what its dictionary says about how to read it. */
export type FoundStream = {
  /** Lists all names in the dictionary. */
  readonly names: readonly string[]
  /** Holds the entries of the dictionary itself whose values are whole numbers; NaN where a key is repeated. */
  readonly numbers: ReadonlyMap<string, number>
  /** Holds the bytes from its first to the end of the file: the content shows where it ends, or `length` does. */
  readonly content: Buffer
  /** Counts the bytes up to the first `endstream`. */
  readonly length: number
}

export type Listener = {
  /** Receives each name, with its escapes decoded. */
  name(name: string): void
  /** Receives each key of a dictionary, and where its value starts, or white space or a comment before it. */
  key?(key: string, at: number): void
  stream?(stream: FoundStream): void
  /**
   * Receives the start of a value that is inside no other; in a file, with the number of its object (NaN: a trailer).
   */
  value?(at: number, object: number): void
}

/**
 * Reads the objects of a PDF, or those of an object stream, by their syntax: what is in strings, comments and streams
 * is no name. It accepts only what all readers must read alike. For anything else, such as a string in the place of a
 * key, after which readers go different ways, it stops.
 *
 * @returns whether everything was read, and no object, table or trailer starts where this reader saw something else
 */
export function readSyntax(bytes: Buffer, listener: Listener, of: 'FILE' | 'OBJECT_STREAM'): boolean {
  const reader = new SyntaxReader(bytes, listener, of === 'FILE')
  return reader.read() && (of === 'OBJECT_STREAM' || reader.starts === countStarts(bytes))
}

const END_OF_STREAM = 'endstream'

class SyntaxReader {
  /** Counts the objects, tables and trailers that started. */
  starts = 0
  #at = 0
  #isSound = true
  readonly #open: Expected[] = []
  /**
   * Says where the reader is in a file: outside of objects, before the value of one, after a value, or after one that
   * is a dictionary.
   */
  #place: 'OUTSIDE' | 'BEFORE' | 'BEHIND' | 'BEHIND_DICTIONARY' = 'OUTSIDE'
  #names: string[] = []
  #numbers = new Map<string, number>()
  /** Names the key whose value comes next, in the outermost dictionary. */
  #key = ''
  /** Says that the empty name was in this object: a reader that overlooks it is one token further on. */
  #hasEmptyName = false
  /** Holds the last two numbers outside of objects: before `obj`, those of the object and of its generation. */
  #outside: readonly [number, number] = [Number.NaN, Number.NaN]

  constructor(
    readonly bytes: Buffer,
    readonly listener: Listener,
    readonly isFile: boolean,
  ) {}

  read(): boolean {
    while (this.#isSound && this.#at < this.bytes.length) this.#readNext()
    return this.#isSound && this.#open.length === 0
  }

  #readNext(): void {
    const byte = this.bytes[this.#at] ?? 0
    if (isWhite(byte)) this.#at += 1
    else if (isRegular(byte)) this.#word()
    else if (byte === PERCENT) this.#at = endOfLine(this.bytes, this.#at)
    else if (byte === SOLIDUS) this.#name()
    else if (byte === OPEN) this.#string(endOfString)
    else if (byte === LESS && this.bytes[this.#at + 1] === LESS) this.#enter('KEY', 2)
    else if (byte === LESS) this.#string(endOfHexString)
    else if (byte === OPEN_ARRAY) this.#enter('ELEMENT', 1)
    else if (byte === CLOSE_ARRAY) this.#leave('ELEMENT', 1)
    else if (byte === GREATER && this.bytes[this.#at + 1] === GREATER) this.#leave('KEY', 2)
    else this.#isSound = false
  }

  /** Handles the start of a value that is no name, or no key. */
  #value(): void {
    const expected = this.#open.at(-1)
    if (expected === 'KEY') this.#isSound = false
    else if (expected === 'VALUE') this.#open[this.#open.length - 1] = 'KEY'
    else if (expected === undefined && this.isFile && this.#place !== 'BEFORE') this.#isSound = false
    else if (expected === undefined) {
      this.#place = 'BEHIND'
      this.listener.value?.(this.#at, this.#outside[0])
    }
  }

  #enter(expected: Expected, length: number): void {
    this.#value()
    this.#open.push(expected)
    if (this.#open.length > MAX_DEPTH) this.#isSound = false
    this.#at += length
  }

  #leave(expected: Expected, length: number): void {
    if (this.#open.pop() !== expected) this.#isSound = false
    if (this.#open.length === 0 && expected === 'KEY') this.#place = 'BEHIND_DICTIONARY'
    this.#at += length
  }

  #name(): void {
    const start = this.#at + 1
    const end = endOfWord(this.bytes, start)
    const name = decodedName(this.bytes.toString('latin1', start, end))
    if (name === '') this.#hasEmptyName = true
    this.listener.name(name)
    if (this.#open.length > 0) this.#names.push(name)
    if (this.#open.at(-1) === 'KEY') {
      this.listener.key?.(name, end)
      this.#open[this.#open.length - 1] = 'VALUE'
      if (this.#open.length === 1) this.#key = name
    } else this.#value()
    this.#at = end
  }

  #string(endOf: (bytes: Buffer, start: number) => number | null): void {
    this.#value()
    const end = endOf(this.bytes, this.#at)
    // Who overlooked an empty name before may take this string for a key, and then read on inside of it.
    if (end === null || this.#hasEmptyName) this.#isSound = false
    this.#at = end ?? this.bytes.length
  }

  #word(): void {
    const start = this.#at
    const end = endOfWord(this.bytes, start)
    if (isNumber(this.bytes, start, end)) this.#number(end)
    else {
      const word = this.bytes.toString('latin1', start, Math.min(end, start + LONGEST_WORD))
      if (word === 'true' || word === 'false' || word === 'null') this.#value()
      else if (!this.isFile || this.#open.length > 0) this.#isSound = false
      else this.#keyword(word)
    }
    // Behind a reference or a stream the reader is further on.
    if (this.#at === start) this.#at = end
  }

  #number(end: number): void {
    if (this.isFile && this.#open.length === 0 && this.#place !== 'BEFORE') {
      this.#outside = [
        this.#outside[1],
        Number(this.bytes.toString('latin1', this.#at, Math.min(end, this.#at + LONGEST_WORD))),
      ]
      return
    }
    const isInOutermost = this.#open.length === 1 && this.#open[0] === 'VALUE'
    this.#value()
    const reference = endOfReference(this.bytes, end)
    if (reference === null && isInOutermost) {
      const number = Number(this.bytes.toString('latin1', this.#at, Math.min(end, this.#at + LONGEST_WORD)))
      this.#numbers.set(this.#key, this.#numbers.has(this.#key) ? Number.NaN : number)
    }
    this.#at = reference ?? end
  }

  /** Handles a keyword outside of every container, in a file. */
  #keyword(word: string): void {
    if (word === 'obj' || word === 'trailer' || word === 'xref') this.starts += 1
    if (word === 'obj' || word === 'trailer') {
      this.#place = 'BEFORE'
      if (word === 'trailer') this.#outside = [Number.NaN, Number.NaN]
      this.#names = []
      this.#numbers = new Map()
      this.#hasEmptyName = false
    } else if (word === 'stream' && this.#place === 'BEHIND_DICTIONARY') this.#stream()
    else if (word === 'endobj' || word === 'xref' || word === 'startxref') this.#place = 'OUTSIDE'
    else if (this.#place !== 'OUTSIDE' || word === 'stream') this.#isSound = false
  }

  #stream(): void {
    const line = this.#at + 'stream'.length
    const start = line + (this.bytes[line] === CR ? 2 : 1)
    const end = this.bytes.indexOf(END_OF_STREAM, start)
    if (this.bytes[start - 1] !== LF || end < 0) {
      this.#isSound = false
      return
    }
    const [names, numbers] = [this.#names, this.#numbers]
    this.listener.stream?.({ names, numbers, content: this.bytes.subarray(start), length: end - start })
    this.#at = end + END_OF_STREAM.length
    this.#place = 'BEHIND'
  }
}
