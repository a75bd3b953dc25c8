import type { IncomingMessage } from 'node:http'

/** No form of the portal comes near any of these: docs/decisions/0099-what-a-form-may-cost.md. */
const MOST = { bytes: 256 * 1024, parts: 500, references: 1_000 }

/** A file goes to a route of its own, and this is what is left: a form, or the arguments of an action. */
export const FORM_BYTES = MOST.bytes

/**
 * Matches a type that says what is between the parts of a form (RFC 2046, 5.1.1), and nothing else: another parameter
 * could hide a second boundary, and readers differ about which is meant. One character is allowed, but no program sends
 * it and some misread it.
 */
const BOUNDARY = /^multipart\/form-data;[ \t]*boundary=(?:"([\w'()+,./:=? -]{1,69}[\w'()+,./:=?-])"|([\w'+.-]{2,70}))$/i

/** Returns what is between the parts of a form; null for a type that is none, or that not all readers read alike. */
export function boundaryOf(contentType: string): string | null {
  const [, quoted, plain] = BOUNDARY.exec(contentType) ?? []
  return quoted ?? plain ?? null
}

/**
 * Lists how the framework's format starts a reference to another part, or to anything else that is no text: plain and
 * escaped.
 */
const REFERENCES = [Buffer.from('"$'), Buffer.from('"\\u0024')]

/**
 * Counts what makes a form expensive for the framework, which has no limit of its own: a form of 400 KB can hold the
 * only thread for half a second by the number of its parts, and of the references between them.
 */
class FormCount {
  #bytes = 0
  #parts: number
  #references = 0
  readonly #separator: Buffer
  readonly #longest: number
  /** Holds the end of what came before: a separator may come in two pieces. */
  #tail = Buffer.alloc(0)

  constructor(boundary: string | null) {
    this.#separator = Buffer.from(boundary === null ? '&' : `--${boundary}`)
    this.#parts = boundary === null ? 1 : 0
    this.#longest = Math.max(this.#separator.length, ...REFERENCES.map(({ length }) => length))
  }

  /** @returns whether it is still a form that may be read */
  add(piece: Buffer): boolean {
    this.#bytes += piece.length
    const known = this.#tail.length
    const text = Buffer.concat([this.#tail, piece])
    this.#parts += count(text, this.#separator, known)
    for (const reference of REFERENCES) this.#references += count(text, reference, known)
    this.#tail = text.subarray(Math.max(0, text.length - this.#longest + 1))
    return this.#bytes <= MOST.bytes && this.#parts <= MOST.parts && this.#references <= MOST.references
  }
}

/**
 * Lists the headers that browsers and fetch give to a part. Bytes are counted, so that a part in another character set
 * or encoding would hide its references. A line that continues another begins with a space, and is none of these.
 */
const PART_HEADERS = [/^content-disposition:.*$/i, /^content-type:(?:(?!charset).)*(?:charset="?utf-8"?[ \t]*)?$/i]

/** Returns whether each part has only such headers. */
function hasPlainParts(form: Buffer, boundary: string): boolean {
  const start = Buffer.from(`--${boundary}\r\n`)
  for (let at = form.indexOf(start); at >= 0; at = form.indexOf(start, at + start.length)) {
    const from = at + start.length
    const end = form.indexOf('\r\n\r\n', from)
    const lines = form.toString('latin1', from, end < 0 ? form.length : end).split('\r\n')
    if (!lines.every((line) => PART_HEADERS.some((header) => header.test(line)))) return false
  }
  return true
}

/** Counts what ends behind the first `known` bytes, which were counted before. */
function count(text: Buffer, wanted: Buffer, known: number): number {
  let found = 0
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    if (at + wanted.length > known) found += 1
  }
  return found
}

/**
 * `MALFORMED` says that a part is written in a way that no browser writes it, and `GONE` that the sender left before
 * its end.
 */
type FormOutcome = 'WHOLE' | 'TOO_MUCH' | 'MALFORMED' | 'GONE'

/**
 * Waits for a form to be there as a whole, and gives it back to who reads it next: the framework then decodes in one go
 * what cannot be much.
 *
 * @returns whether it may be decoded
 */
export function readForm(request: IncomingMessage): Promise<FormOutcome> {
  const boundary = boundaryOf(request.headers['content-type'] ?? '')
  const counted = new FormCount(boundary)
  const pieces: Buffer[] = []
  return new Promise((resolve) => {
    const end = (outcome: FormOutcome) => {
      request.off('readable', read).off('close', gone).off('error', gone)
      resolve(outcome)
    }
    const gone = () => end('GONE')
    const read = () => {
      for (let piece: Buffer | null = request.read(); piece !== null; piece = request.read()) {
        if (!counted.add(piece)) return end('TOO_MUCH')
        pieces.push(piece)
      }
      if (!request.complete) return
      const form = Buffer.concat(pieces)
      if (boundary !== null && !hasPlainParts(form, boundary)) return end('MALFORMED')
      // In the turn in which the last of it was read, `end` is not emitted yet, and so it can go back.
      if (form.length > 0) request.unshift(form)
      Object.defineProperty(request, 'readableDidRead', { value: false }) // fetch's Request takes none that was read
      end('WHOLE')
    }
    request.on('readable', read).on('close', gone).on('error', gone)
    if (request.complete) read()
  })
}
