import 'server-only'
import { drawLetter } from '@/lib/rulebook/letters/draw-letter'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import type { IssuedLetter } from './issue-letters'

/** Holds page counts by the id of a letter, which never changes. */
const known = new Map<string, number>()
const MOST_KNOWN = 1_000

/** Returns how many pages a letter has on paper. */
export async function countPages(issued: IssuedLetter): Promise<number> {
  const before = known.get(issued.id)
  if (before !== undefined) return before
  const { pages } = await drawLetter({ ...issued, signer: await letterKey() })
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(issued.id, pages)
  return pages
}
