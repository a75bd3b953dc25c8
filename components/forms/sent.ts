import type { Sent } from '@/lib/core/forms/action-result'

/** Returns what a form sent under a name, as texts: it never sends files. */
export const textsIn = (sent: Sent, name: string): string[] =>
  [sent[name] ?? []].flat().filter((value) => typeof value === 'string')
