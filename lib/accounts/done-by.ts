import 'server-only'
import type { Reader } from '@/lib/db/client'
import { staffNames } from './staff-names'

/**
 * Says who did something and when, for a sentence. `name` is that of staff or of a key, where they have one; `at` may
 * be unknown.
 */
export type DoneBy = { by: 'NAMED' | 'NOBODY_NAMED'; name: string; at: number | '' }

export async function doneBy(
  reader: Reader,
  id: string | null | undefined,
  at: Date | null | undefined,
): Promise<DoneBy> {
  const name = id ? ((await staffNames([id], reader)).get(id) ?? '') : ''
  return { by: name ? 'NAMED' : 'NOBODY_NAMED', name, at: at?.getTime() ?? '' }
}
