import 'server-only'
import { constants, inflateSync } from 'node:zlib'
import { Refused } from './refused'

/**
 * Names (ISO 32000-2) of what does something, or carries another file: scripts, actions that start, send or fetch,
 * attachments, forms in XML, and media with players of their own.
 */
const ACTIVE: ReadonlySet<string> = new Set([
  'JavaScript',
  'JS',
  'Launch',
  'GoToE',
  'ImportData',
  'SubmitForm',
  'EmbeddedFile',
  'EmbeddedFiles',
  'FileAttachment',
  'RichMedia',
  'Rendition',
  'Movie',
  'Sound',
  'XFA',
])

/** A name: a solidus and regular characters. */
const NAME = /\/([^\0\t\n\f\r ()<>[\]{}/%]{1,127})/g

/** In a name, any character may be written as a number sign and two digits. */
const ESCAPE = /#([\dA-Fa-f]{2})/g

const STREAM = /stream\r?\n/g
const END = 'endstream'

/** Bytes of objects, unpacked, that are looked through. */
const MAX_OBJECTS = 64 * 1024 * 1024

/**
 * Looks for active content in the objects of a PDF, those in object streams too; not in the contents of pages and
 * pictures, where such words do nothing. Looking for names sees what no one place of the document leads to, and can be
 * deceived: PDFium is asked as well, and what people are shown is drawn anew.
 *
 * @throws Refused ACTIVE_CONTENT, also for objects that can't be looked into; BROKEN
 */
export function refuseActiveContent(pdf: Buffer): void {
  let left = MAX_OBJECTS
  for (const { before, content } of sections(pdf)) {
    if (namesIn(before).some((name) => ACTIVE.has(name))) throw new Refused({ kind: 'ACTIVE_CONTENT' })
    const dictionary = namesIn(before.slice(before.lastIndexOf('obj')))
    if (!content || !dictionary.includes('ObjStm')) continue
    const objects = unpacked(content, dictionary, left)
    if (namesIn(objects.toString('latin1')).some((name) => ACTIVE.has(name)))
      throw new Refused({ kind: 'ACTIVE_CONTENT' })
    left -= objects.length
  }
}

/** What stands before each stream, and what the stream holds; at last what stands behind them all. */
function* sections(pdf: Buffer): Generator<{ before: string; content?: Buffer }> {
  const text = pdf.toString('latin1')
  const starts = new RegExp(STREAM)
  let at = 0
  for (let start = starts.exec(text); start; start = starts.exec(text)) {
    // A stream without an end holds all that follows, as for readers that mend.
    const end = text.indexOf(END, starts.lastIndex)
    const next = end < 0 ? text.length : end + END.length
    yield { before: text.slice(at, start.index), content: pdf.subarray(starts.lastIndex, end < 0 ? undefined : end) }
    at = next
    starts.lastIndex = next
  }
  yield { before: text.slice(at) }
}

function namesIn(objects: string): string[] {
  return Array.from(objects.matchAll(NAME), ([, name = '']) =>
    name.replace(ESCAPE, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
  )
}

/** Object streams are packed with Flate or not at all by all that makes them; what is packed otherwise wants to hide. */
function unpacked(content: Buffer, dictionary: readonly string[], maxBytes: number): Buffer {
  const filters = dictionary.filter((name) => /Decode$|^(?:AHx|A85|LZW|Fl|RL|Crypt)$/.test(name))
  if (filters.length > 1 || dictionary.includes('Predictor')) throw new Refused({ kind: 'ACTIVE_CONTENT' })
  const [filter] = filters
  if (filter === undefined) return content
  if (filter !== 'FlateDecode' && filter !== 'Fl') throw new Refused({ kind: 'ACTIVE_CONTENT' })
  try {
    // As much of a damaged one as there is: a reader that mends would take that too.
    return inflateSync(content, { maxOutputLength: maxBytes, finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    throw new Refused({ kind: 'BROKEN' })
  }
}
