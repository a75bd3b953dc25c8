import 'server-only'
import { constants, inflateRawSync } from 'node:zlib'
import { decodedName } from './pdf-characters'
import { type FoundStream, readSyntax } from './pdf-syntax'
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

/** So short that packed pictures contain it by chance; it does nothing where none of the others is. */
const SHORT = 'JS'

/** A name: a solidus and regular characters. */
const NAME = /\/([^\0\t\n\f\r ()<>[\]{}/%]{1,127})/g

const STREAM = /(?<!end)stream[\0\t\f ]*(?:\r\n|\r|\n)/g
const END = 'endstream'

/** Bytes of objects, unpacked, that are looked through. */
const MAX_OBJECTS = 64 * 1024 * 1024

/**
 * Looks for active content by the names in the objects of a PDF, those in object streams too. What is in strings, comments,
 * and the contents of pages and pictures does nothing, and is not looked at, as long as the file is written so that every
 * reader sees the same strings in it. In any other file, each name counts wherever it is.
 *
 * Looking for names sees what no one place of the document leads to. PDFium is asked as well, and what people are shown
 * is drawn from its pixels.
 *
 * @throws Refused ACTIVE_CONTENT, also for objects that can't be looked into; BROKEN
 */
export function refuseActiveContent(pdf: Buffer): void {
  const unpack = unpacker()
  const name = refuseActiveName
  const stream = (found: FoundStream) => {
    if (isObjectStream(found.names)) lookIntoObjects(unpack(found), found.numbers)
  }
  if (!readSyntax(pdf, { name, stream }, 'FILE')) lookEverywhere(pdf)
}

function refuseActiveName(name: string): void {
  if (ACTIVE.has(name)) throw new Refused({ kind: 'ACTIVE_CONTENT' })
}

/** By its type, or by what only an object stream has: some readers take it for one. */
const isObjectStream = (names: readonly string[]) =>
  names.includes('ObjStm') || (names.includes('N') && names.includes('First'))

/** Before its objects, an object stream lists where each of them starts. A list may lead into a string. */
function lookIntoObjects(objects: Buffer, numbers: ReadonlyMap<string, number>): void {
  const [count, first] = [numbers.get('N') ?? Number.NaN, numbers.get('First') ?? Number.NaN]
  const list = objects.toString('latin1', 0, first)
  const offsets = (list.match(/\d+/g) ?? []).filter((_, at) => at % 2 === 1).map(Number)
  const starts = new Set<number>()
  const value = (at: number) => starts.add(at)
  const isSound =
    first >= 0 &&
    !/[^\d\0\t\n\f\r ]/.test(list) &&
    readSyntax(objects.subarray(first), { name: refuseActiveName, value }, 'OBJECT_STREAM') &&
    offsets.length >= count &&
    offsets.every((offset) => starts.has(offset))
  if (!isSound) namesIn(objects.toString('latin1')).forEach(refuseActiveName)
}

/** Each name in a file, also what only looks like one. */
function lookEverywhere(pdf: Buffer): void {
  const unpack = unpacker()
  const seen = new Set<string>()
  for (const { before, content, length } of sections(pdf)) {
    const all = namesIn(before)
    all.forEach(refuseActiveName)
    const names = namesIn(before.slice(before.lastIndexOf('obj')))
    const isPacked = content && isObjectStream(names)
    const inside = content ? namesIn(content.toString('latin1', 0, length)) : []
    for (const name of [all, inside].flat()) if (name === 'N' || name === 'First') seen.add(name)
    const hides = inside.some(isHidden) || (!isPacked && isObjectStream(inside))
    // One whose content is not where it is looked for can't be looked into.
    const isElsewhere = all.filter((name) => name === 'ObjStm').length > (isPacked ? 1 : 0)
    // Nor can one whose entries may be others than they seem.
    const isDoubtful = content && isObjectStream([...seen]) && !endsInDictionary(before)
    if (hides || isElsewhere || isDoubtful) throw new Refused({ kind: 'ACTIVE_CONTENT' })
    if (isPacked) namesIn(unpack({ names, content, length }).toString('latin1')).forEach(refuseActiveName)
  }
}

/** Whether a dictionary is what is behind the last `obj`, and that is in no string, name or comment. */
function endsInDictionary(before: string): boolean {
  const at = before.lastIndexOf('obj')
  const line = Math.max(before.lastIndexOf('\n', at), before.lastIndexOf('\r', at)) + 1
  const isInNoComment = at >= 0 && line > 0 && !before.includes('%', line)
  const listener = { name: refuseActiveName }
  // What is in a string or a name would go on behind the dictionary, and so be unsound.
  return (
    isInNoComment &&
    before.trimEnd().endsWith('>>') &&
    readSyntax(Buffer.from(before.slice(at), 'latin1'), listener, 'FILE')
  )
}

/** In what a stream contains: an object may start there. */
const isHidden = (name: string) => name !== SHORT && (ACTIVE.has(name) || name === 'ObjStm')

/** What is before each stream, and from its content on; at last what is behind them all. */
function* sections(pdf: Buffer): Generator<{ before: string; content?: Buffer; length: number }> {
  const text = pdf.toString('latin1')
  const starts = new RegExp(STREAM)
  let at = 0
  for (let start = starts.exec(text); start; start = starts.exec(text)) {
    // A stream without an end holds all that follows, as for readers that repair.
    const end = text.indexOf(END, starts.lastIndex)
    const length = (end < 0 ? text.length : end) - starts.lastIndex
    yield { before: text.slice(at, start.index), content: pdf.subarray(starts.lastIndex), length }
    at = end < 0 ? text.length : end + END.length
    starts.lastIndex = at
  }
  yield { before: text.slice(at), length: 0 }
}

const namesIn = (objects: string): string[] => Array.from(objects.matchAll(NAME), ([, name = '']) => decodedName(name))

type Packed = Pick<FoundStream, 'names' | 'content' | 'length'>

/**
 * Object streams are packed with Flate or not at all by all that makes them; what is packed otherwise wants to hide. What
 * is packed says itself where it ends: a reader may go on behind an `endstream` in it.
 */
function unpacker(): (stream: Packed) => Buffer {
  let left = MAX_OBJECTS
  return ({ names, content, length }) => {
    const filters = names.filter((name) => /Decode$|^(?:AHx|A85|LZW|Fl|RL|Crypt)$/.test(name))
    const [filter] = filters
    const isPlain = filter === undefined && !names.includes('Filter')
    const isFlate = filters.length === 1 && (filter === 'FlateDecode' || filter === 'Fl')
    const isChanged = ['DecodeParms', 'DP', 'Predictor'].some((name) => names.includes(name))
    if (!(isPlain || isFlate) || isChanged) throw new Refused({ kind: 'ACTIVE_CONTENT' })
    const objects = isPlain ? content.subarray(0, length) : inflated(content, left)
    left -= objects.length
    return objects
  }
}

/** Two bytes of zlib's (RFC 1950) before what is packed; a sum behind it, at which readers don't look. */
function inflated(content: Buffer, maxOutputLength: number): Buffer {
  const isZlib = content.length > 2 && ((content[0] ?? 0) & 0x0f) === 8 && content.readUInt16BE(0) % 31 === 0
  try {
    if (!isZlib) throw new Error('Not packed with Flate')
    return inflateRawSync(content.subarray(2), { maxOutputLength, finishFlush: constants.Z_FINISH })
  } catch {
    throw new Refused({ kind: 'BROKEN' })
  }
}
