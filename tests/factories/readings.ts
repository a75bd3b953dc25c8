import type { LetterPage } from '@/lib/checks/letter/letter-page'
import type { FieldKey, Quality, Reading } from '@/lib/checks/reading'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import type { PictureDoubt } from '@/lib/db/generated/enums'
import { contentPlace, type ReadingContent } from '@/lib/documents/readings/reading-content'

const GOOD: Quality = { blur: false, dark: false, glare: false, cropped: false, copy: false }

type Given = Partial<Omit<Reading, 'fields' | 'quality'>> & {
  quality?: Partial<Quality>
  /** Values that the reader is sure of. */
  fields?: Partial<Record<FieldKey, string>>
  confidence?: number
}

/** Builds what a machine reads of a good photograph of a resident ID's portrait side, and what is given differs. */
export function aReading({ quality = {}, fields = {}, confidence = 0.99, ...more }: Given = {}): Reading {
  const rectangle = { x: 0.2, y: 0.2, width: 0.3, height: 0.1 }
  const values = Object.entries(fields).map(([key, value]) => [key, { value, confidence, rectangle }])
  return {
    ...{ kind: 'RESIDENT_ID', side: 'PORTRAIT', turned: 0, faces: null, engine: 'test r1' },
    quality: { ...GOOD, ...quality },
    fields: Object.fromEntries(values),
    ...more,
  }
}

const RECTANGLE = { x: 0.1, y: 0.75, width: 0.25, height: 0.15 }
const WRITTEN = { there: true, confidence: 0.99, rectangle: RECTANGLE }
const UPRIGHT = [
  { x: 0.05, y: 0.05 },
  { x: 0.95, y: 0.05 },
  { x: 0.95, y: 0.95 },
  { x: 0.05, y: 0.95 },
] as const

/**
 * Builds what a machine reads of a good photograph of a letter's page; `isLast`: with boxes that are signed, dated and
 * sealed.
 */
export function aLetterReading(code: string | null, isLast: boolean, given: Partial<LetterPage> = {}): Reading {
  const letter: LetterPage = {
    ...{ registered: true, blank: false, corners: UPRIGHT, cropped: false, grey: false, altered: [], sealName: null },
    code: code === null ? null : { text: code, confidence: 1, isRead: true },
    signature: isLast ? WRITTEN : null,
    date: isLast ? WRITTEN : null,
    mark: isLast ? { kind: 'seal', confidence: 0.99, rectangle: RECTANGLE } : null,
    ...given,
  }
  const read = letter.code ? { qr: letter.code.text } : {}
  return aReading({ kind: 'LETTER', side: null, fields: read, letter })
}

/** Builds what a machine reads of a photograph that is a letter by its words, and of which nothing else was found. */
export function anUnreadLetter(): Reading {
  const nothing = { registered: false, corners: null, cropped: null, grey: null, altered: null }
  return aLetterReading(null, false, nothing)
}

/** Describes a box in which nothing was written. */
export const EMPTY_BOX = { there: false, confidence: 0.99, rectangle: RECTANGLE }

/** Stores readings of the pages of a file, as if a machine had read it. */
export async function readAs(fileId: string, ...pages: Reading[]): Promise<void> {
  const { dataKey } = await database().storedFile.findUniqueOrThrow({
    where: { id: fileId },
    include: { dataKey: true },
  })
  const content: ReadingContent = { version: 1, pages }
  const contentSealed = seal(await unwrapDataKey(dataKey), contentPlace(fileId), JSON.stringify(content))
  await database().reading.deleteMany({ where: { fileId } })
  await database().reading.create({ data: { fileId, state: 'READ', contentSealed, readAt: new Date() } })
}

/** Stores what is read of the portrait side of a person's ID, and what its sender used anyway. Returns the file. */
export async function readPortraitAs(qualificationId: string, reading: Reading, doubts: PictureDoubt[] = []) {
  const { file } = await database().documentPage.findFirstOrThrow({
    where: { document: { kind: 'ID_PORTRAIT', submission: { qualificationId } } },
    include: { file: true },
  })
  await database().storedFile.update({ where: { id: file.id }, data: { doubts } })
  await readAs(file.id, reading)
  return file
}
