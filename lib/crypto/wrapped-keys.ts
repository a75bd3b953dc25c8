import 'server-only'
import { database, type Tx } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { KeyringMissingError, keyring } from './keyring'
import type { WrappedKey } from './parse-keyring'

/** Limits the keys that are opened and written at a time: some hundredths of a second's work. */
const BATCH = 500

/** Each data key that was not erased, in batches, however many there are; none twice. */
export async function* wrappedKeys(
  which: Prisma.DataKeyWhereInput = {},
): AsyncGenerator<(WrappedKey & { id: string })[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await database().dataKey.findMany({
      where: { AND: [which, { erasedAt: null, id: { gt: after } }] },
      select: { id: true, wrapped: true, keyringId: true },
      orderBy: { id: 'asc' },
      take: BATCH,
    })
    if (rows.length > 0) yield rows
    after = rows.at(-1)?.id ?? after
    if (rows.length < BATCH) return
  }
}

/** Returns one data key under each keyring key in use: the index finds them, regardless of their number. */
export function oneOfEachKeyringKey(): Promise<(WrappedKey & { id: string })[]> {
  return database().$queryRaw`
    WITH RECURSIVE used AS (
      (SELECT keyring_id FROM data_keys ORDER BY keyring_id LIMIT 1)
      UNION ALL
      SELECT (SELECT keyring_id FROM data_keys k WHERE k.keyring_id > used.keyring_id ORDER BY keyring_id LIMIT 1)
      FROM used WHERE used.keyring_id IS NOT NULL
    )
    SELECT k.id, k.wrapped, k.keyring_id AS "keyringId"
    FROM used, LATERAL (
      SELECT id, wrapped, keyring_id FROM data_keys
      WHERE keyring_id = used.keyring_id AND erased_at IS NULL LIMIT 1
    ) k
    ORDER BY k.keyring_id`
}

/**
 * The ids of the keyring keys that may have wrapped a data key by now: of a restored database before its keyring, all
 * used in it.
 */
export async function possibleWrappers(tx: Tx): Promise<string[]> {
  try {
    return [...keyring().fingerprints.keys()]
  } catch (error) {
    if (!(error instanceof KeyringMissingError)) throw error
    const used = await tx.dataKey.groupBy({ by: ['keyringId'] })
    return used.map(({ keyringId }) => keyringId)
  }
}
