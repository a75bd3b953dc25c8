import 'server-only'
import type { Tx } from '@/lib/db/client'
import { staffNames } from './staff-names'

/** Says who did something and when, for a sentence. `name` is that of staff or of a key, where they have one; `at` may be unknown. */
export type DoneBy = { by: 'NAMED' | 'NOBODY_NAMED'; name: string; at: number | '' }

export async function doneBy(tx: Tx, id: string | null | undefined, at: Date | null | undefined): Promise<DoneBy> {
  const name = id ? ((await staffNames([id], tx)).get(id) ?? '') : ''
  return { by: name ? 'NAMED' : 'NOBODY_NAMED', name, at: at?.getTime() ?? '' }
}
