import 'server-only'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { namePlace } from './keep-file'

/** What files were called by who sent them, by id; of an erased one nobody knows. For display only. */
export async function readFileNames(ids: readonly string[]): Promise<Map<string, string>> {
  const files = await database().storedFile.findMany({
    where: { id: { in: [...ids] }, dataKey: { erasedAt: null } },
    include: { dataKey: true },
  })
  const entries = files.map(async ({ id, nameSealed, dataKey }) => {
    return [id, open(await unwrapDataKey(dataKey), namePlace(id), nameSealed)] as const
  })
  return new Map(await Promise.all(entries))
}
