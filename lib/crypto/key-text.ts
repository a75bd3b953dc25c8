import 'server-only'
import { Prisma } from '@/lib/db/generated/client'
import { unwrapDataKey } from './data-keys'

/**
 * A wrapped data key within JSON, for a statement that reads in one round trip what is sealed and the key that opens
 * it.
 */
export type KeyText = { id: string; wrapped: string; keyringId: string }

/** Selects a row of `data_keys` as a `KeyText`. */
export const keyText = (alias: 'k' | 'o'): Prisma.Sql => {
  const of = Prisma.raw(alias)
  return Prisma.sql`jsonb_build_object('id', ${of}.id, 'wrapped', encode(${of}.wrapped, 'hex'), 'keyringId', ${of}.keyring_id)`
}

/** Unwraps what `keyText` selected. @throws as `unwrapDataKey` does */
export const unwrapKeyText = ({ wrapped, ...key }: KeyText): Promise<Buffer> =>
  unwrapDataKey({ ...key, wrapped: Buffer.from(wrapped, 'hex') })
