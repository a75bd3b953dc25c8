import 'server-only'
import type { Reading } from '@/lib/checks/reading'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import type { Reader } from '@/lib/db/client'
import type { DataKey } from '@/lib/db/generated/client'
import { contentPlace, type ReadingContent } from './reading-content'

/** Holds what was read of some files: their pages in order, by the ids of the files; and which still wait to be read. */
export type Readings = { pages: ReadonlyMap<string, readonly Reading[]>; waiting: readonly string[] }

/** Reads what was read of these files. Those that were erased, or can't be read, are in neither. */
export async function readReadings(reader: Reader, fileIds: readonly string[]): Promise<Readings> {
  const rows = await reader.reading.findMany({
    where: { fileId: { in: [...fileIds] }, state: { not: 'FAILED' }, file: { dataKey: { erasedAt: null } } },
    select: { fileId: true, contentSealed: true, file: { select: { dataKey: true } } },
  })
  const entries = rows.map(async ({ fileId, contentSealed, file }) => {
    return contentSealed && ([fileId, await openReading(file.dataKey, fileId, contentSealed)] as const)
  })
  const read = (await Promise.all(entries)).filter((entry) => entry !== null)
  const waiting = rows.flatMap(({ fileId, contentSealed }) => (contentSealed ? [] : [fileId]))
  return { pages: new Map(read), waiting }
}

/** Readings of earlier versions don't say what read them. */
const EARLIER = 'PP-OCRv4 r0'

/** Returns the pages of a file as they were read. */
async function openReading(dataKey: DataKey, fileId: string, sealed: Uint8Array): Promise<readonly Reading[]> {
  const text = open(await unwrapDataKey(dataKey), contentPlace(fileId), sealed)
  return (JSON.parse(text) as ReadingContent).pages.map((page) => ({ ...page, engine: page.engine ?? EARLIER }))
}
