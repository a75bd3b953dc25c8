import { code, count, digest, event } from '../define'

/** Versions of what is asked for, of reasons and of letters. `digest`: SHA-256 of the content as canonical JSON. */
export const RULE_EVENTS = [
  event('rules.draft_begun', 'RULES', { kind: code, version: code, basedOn: code }),
  event('rules.draft_saved', 'RULES', { kind: code, version: code, edits: count, digest }),
  event('rules.draft_discarded', 'RULES', { kind: code, version: code, edits: count }),
  event('rules.published', 'RULES', { kind: code, version: code, basedOn: code, edits: count, digest }),
] as const
