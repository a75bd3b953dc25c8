import type { RuleVersionHead } from '@/lib/rulebook/editing/queries'

/** Returns what a form needs to change a version; null when it can't be changed any more. */
export function draftIn({ id, edits, status }: RuleVersionHead): { id: string; edits: number } | null {
  return status === 'DRAFT' && id ? { id, edits } : null
}
