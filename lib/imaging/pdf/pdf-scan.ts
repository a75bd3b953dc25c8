import 'server-only'
import { constants, inflateRawSync } from 'node:zlib'
import { Refused } from '../refused'
import { AutomaticActions } from './pdf-actions'
import { decodedName } from './pdf-characters'
import { type FoundStream, readSyntax } from './pdf-syntax'

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

/** This name is so short that packed pictures contain it by chance; it does nothing without one of the others. */
const SHORT = 'JS'

/** Matches a name: a solidus and regular characters. */
const NAME = /\/([^\0\t\n\f\r ()<>[\]{}/%]{1,127})/g

const STREAM = /(?<!end)stream[\0\t\f ]*(?:\r\n|\r|\n)/g
const END = 'endstream'

/** At most this many unpacked bytes of objects are scanned. */
const MAX_OBJECTS = 64 * 1024 * 1024

/**
 * Searches for active content by the names in the objects of a PDF, those in object streams too. The text of strings,
 * comments, and the contents of pages and pictures does nothing, and is skipped, as long as every reader sees the same
 * strings in the file. In any other file, each name counts wherever it is.
 *
 * A search for names also finds what no reference of the document leads to. PDFium checks the file as well, and people
 * are shown its pixels. An action that leads out of the file counts when it runs by itself.
 *
 * @throws Refused ACTIVE_CONTENT, also for objects that can't be read; BROKEN
 */
export function refuseActiveContent(pdf: Buffer): void {
  const unpack = unpacker()
  const automatic = new AutomaticActions()
  const stream = (found: FoundStream) => {
    if (isObjectStream(found.names)) scanObjects(unpack(found), found.numbers, automatic)
  }
  const value = (at: number, object: number) => automatic.object(object, pdf, at)
  if (!readSyntax(pdf, { ...listening(automatic, pdf), value, stream }, 'FILE')) {
    automatic.isClear = false
    scanEverywhere(pdf, automatic)
  }
  if (automatic.leadOut()) throw new Refused({ kind: 'ACTIVE_CONTENT' })
}

const listening = (automatic: AutomaticActions, bytes: Buffer) => ({
  name: (name: string) => refuseActiveName(name, automatic),
  key: (key: string, at: number) => automatic.key(key, bytes, at),
})

function refuseActiveName(name: string, automatic: AutomaticActions): void {
  if (ACTIVE.has(name)) throw new Refused({ kind: 'ACTIVE_CONTENT' })
  automatic.name(name)
}

/**
 * Returns whether an object is an object stream, by its type, or by an entry that only an object stream has: some
 * readers accept either.
 */
const isObjectStream = (names: readonly string[]) =>
  names.includes('ObjStm') || (names.includes('N') && names.includes('First'))

/**
 * Scans the objects of an object stream. Before them, it lists where each of them starts; a list may lead into a
 * string.
 */
function scanObjects(objects: Buffer, numbers: ReadonlyMap<string, number>, automatic: AutomaticActions): void {
  const [count, first] = [numbers.get('N') ?? Number.NaN, numbers.get('First') ?? Number.NaN]
  const list = objects.toString('latin1', 0, first)
  const listed = (list.match(/\d+/g) ?? []).map(Number)
  const offsets = listed.filter((_, at) => at % 2 === 1)
  const starts = new Set<number>()
  const value = (at: number) => starts.add(at)
  const inside = objects.subarray(first)
  const isSound =
    first >= 0 &&
    !/[^\d\0\t\n\f\r ]/.test(list) &&
    readSyntax(inside, { ...listening(automatic, inside), value }, 'OBJECT_STREAM') &&
    offsets.length >= count &&
    offsets.every((offset) => starts.has(offset))
  if (isSound)
    for (const [at, offset] of offsets.entries()) automatic.object(listed[2 * at] ?? Number.NaN, inside, offset)
  else {
    automatic.isClear = false
    refuseActiveNames(objects.toString('latin1'), automatic)
  }
}

/** Scans every name in a file, even text that only looks like a name. */
function scanEverywhere(pdf: Buffer, automatic: AutomaticActions): void {
  const unpack = unpacker()
  const seen = new Set<string>()
  for (const { before, content, length } of sections(pdf)) {
    const all = refuseActiveNames(before, automatic)
    const names = namesIn(before.slice(before.lastIndexOf('obj')))
    const isPacked = content && isObjectStream(names)
    const inside = content ? namesIn(content.toString('latin1', 0, length)) : []
    for (const name of inside) automatic.name(name)
    for (const name of [all, inside].flat()) if (name === 'N' || name === 'First') seen.add(name)
    const hides = inside.some(isHidden) || (!isPacked && isObjectStream(inside))
    // One whose content is not where it is looked for can't be looked into.
    const isElsewhere = all.filter((name) => name === 'ObjStm').length > (isPacked ? 1 : 0)
    // Nor can one whose entries may be others than they seem.
    const isDoubtful = content && isObjectStream([...seen]) && !endsInDictionary(before, automatic)
    if (hides || isElsewhere || isDoubtful) throw new Refused({ kind: 'ACTIVE_CONTENT' })
    if (isPacked) refuseActiveNames(unpack({ names, content, length }).toString('latin1'), automatic)
  }
}

/** Returns whether a dictionary follows the last `obj`, and is in no string, name or comment. */
function endsInDictionary(before: string, automatic: AutomaticActions): boolean {
  const at = before.lastIndexOf('obj')
  const line = Math.max(before.lastIndexOf('\n', at), before.lastIndexOf('\r', at)) + 1
  const isInNoComment = at >= 0 && line > 0 && !before.includes('%', line)
  const listener = { name: (name: string) => refuseActiveName(name, automatic) }
  // A string or a name would continue after the dictionary, and so be unsound.
  return (
    isInNoComment &&
    before.trimEnd().endsWith('>>') &&
    readSyntax(Buffer.from(before.slice(at), 'latin1'), listener, 'FILE')
  )
}

/** Returns whether a name counts inside the content of a stream: an object may start there. */
const isHidden = (name: string) => name !== SHORT && (ACTIVE.has(name) || name === 'ObjStm')

/** Yields the text before each stream with the rest from its content on; at last the text after all of them. */
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

function refuseActiveNames(objects: string, automatic: AutomaticActions): readonly string[] {
  const names = namesIn(objects)
  for (const name of names) refuseActiveName(name, automatic)
  return names
}

const namesIn = (objects: string): string[] => Array.from(objects.matchAll(NAME), ([, name = '']) => decodedName(name))

type Packed = Pick<FoundStream, 'names' | 'content' | 'length'>

/**
 * Returns a function that unpacks object streams. All known writers pack them with Flate or not at all; another packing
 * is meant to hide something. Packed data contains its own end: a reader may continue after an `endstream` in it.
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

/**
 * Inflates a stream: zlib (RFC 1950) has two bytes before what is packed, and a sum behind it, which no reader checks.
 */
function inflated(content: Buffer, maxOutputLength: number): Buffer {
  const isZlib = content.length > 2 && ((content[0] ?? 0) & 0x0f) === 8 && content.readUInt16BE(0) % 31 === 0
  try {
    if (!isZlib) throw new Error('Not packed with Flate')
    return inflateRawSync(content.subarray(2), { maxOutputLength, finishFlush: constants.Z_FINISH })
  } catch {
    throw new Refused({ kind: 'BROKEN' })
  }
}
