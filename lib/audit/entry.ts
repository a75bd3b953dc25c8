import 'server-only'
import canonicalize from 'canonicalize'
import type { ActorKind } from '@/lib/db/generated/enums'

/** The columns of an event that its entry, and so later its hash, is made of. */
export type AuditRow = {
  id: string
  version: number
  at: Date
  actorKind: ActorKind
  actorId: string | null
  capabilities: readonly string[]
  action: string
  subjectKind: string | null
  subjectId: string | null
  data: unknown
  /** Says whether it is of a test account or a test key. */
  isTest: boolean
}

/**
 * Returns the event as canonical JSON (RFC 8785): the bytes that a tree leaf is made of (RFC 6962). It depends on the
 * row alone, and the row never changes, so it is the same in ten years. Only an entry of a test says whether it is one.
 */
export function canonicalEntry(row: AuditRow): string {
  const { id, version, at, actorKind, actorId, capabilities, action, subjectKind, subjectId, data, isTest } = row
  const entry = canonicalize({
    version,
    id,
    time: at.toISOString(),
    actor: { kind: actorKind, id: actorId, capabilities },
    action,
    subject: subjectKind === null && subjectId === null ? null : { kind: subjectKind, id: subjectId },
    data,
    ...(isTest ? { test: true } : {}),
  })
  if (entry === undefined) throw new Error(`Event ${id} can't be written as JSON`)
  return entry
}
