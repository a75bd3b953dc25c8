import 'server-only'
import type { Reading } from '@/lib/checks/reading'
import { open } from '@/lib/crypto/fields'
import { type KeyText, keyText, unwrapKeyText } from '@/lib/crypto/key-text'
import type { Reader } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { contentPlace, type ReadingContent } from './reading-content'

/**
 * Holds what was read of some files: their pages in order, by the ids of the files; which still wait to be read; and
 * which nobody could read.
 */
export type Readings = {
  pages: ReadonlyMap<string, readonly Reading[]>
  waiting: readonly string[]
  failed: readonly string[]
}

/**
 * Holds the readings of some files as they are stored, each with the key of its file. Without content it still waits,
 * or failed.
 */
export type StoredReadings = readonly { fileId: string; isFailed: boolean; sealed: string | null; key: KeyText }[]

/**
 * Selects the readings of files in one value, for a statement that reads more; `readings.file_id` is what the condition
 * is about. Those that were erased are left out.
 */
export const storedReadings = (ofFiles: Prisma.Sql): Prisma.Sql => Prisma.sql`to_jsonb(ARRAY(
  SELECT jsonb_build_object('fileId', readings.file_id, 'isFailed', readings.state = 'FAILED', 'sealed', encode(readings.content_sealed, 'hex'), 'key', ${keyText('k')})
  FROM readings JOIN stored_files f ON f.id = readings.file_id JOIN data_keys k ON k.id = f.data_key_id
  WHERE k.erased_at IS NULL AND ${ofFiles}))`

/** Reads what was read of these files. Those that were erased are nowhere. */
export async function readReadings(reader: Reader, fileIds: readonly string[]): Promise<Readings> {
  const [row] = await reader.$queryRaw<[{ readings: StoredReadings }]>`
    SELECT ${storedReadings(Prisma.sql`readings.file_id = ANY(${[...fileIds]}::uuid[])`)} AS readings`
  return openReadings(row.readings)
}

/** Opens what `storedReadings` selected. */
export async function openReadings(rows: StoredReadings): Promise<Readings> {
  const entries = rows.map(async ({ fileId, sealed, key }) => {
    return sealed === null ? null : ([fileId, await openReading(key, fileId, Buffer.from(sealed, 'hex'))] as const)
  })
  const read = (await Promise.all(entries)).filter((entry) => entry !== null)
  const without = rows.filter(({ sealed }) => sealed === null)
  const idsOf = (isFailed: boolean) => without.filter((row) => row.isFailed === isFailed).map(({ fileId }) => fileId)
  return { pages: new Map(read), waiting: idsOf(false), failed: idsOf(true) }
}

/** Readings of earlier versions don't say what read them. */
const EARLIER = 'PP-OCRv4 r0'

/** Returns the pages of a file as they were read. */
async function openReading(key: KeyText, fileId: string, sealed: Uint8Array): Promise<readonly Reading[]> {
  const text = open(await unwrapKeyText(key), contentPlace(fileId), sealed)
  return (JSON.parse(text) as ReadingContent).pages.map((page) => ({ ...page, engine: page.engine ?? EARLIER }))
}
