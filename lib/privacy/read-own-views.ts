import 'server-only'
import { z } from 'zod'
import type { PersonActor } from '@/lib/auth/actor'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { DocumentKind } from '@/lib/db/generated/enums'
import { ownedBy } from '@/lib/qualifications/policy'
import { readCursor, writeCursor } from '@/lib/review/cursor'

/** What staff, and other members, did to see something of one's own. Each has its words in `myData.views.acts` of both message files. */
const ACTS = {
  'document.viewed': 'VIEWED',
  'document.viewed_by_member': 'VIEWED',
  'document.exported': 'EXPORTED',
  /** In full: of a masked one nothing is listed. */
  'qualification.dossier_exported': 'DOSSIER_EXPORTED',
  /** Sensitive answers, unmasked. */
  'qualification.declared_shown': 'ANSWERS_SHOWN',
  /** Whoever reviews it sees all that was declared while it is theirs. */
  'review.claimed': 'TAKEN_FOR_REVIEW',
} as const
type ViewAction = keyof typeof ACTS

/** In what capacity; never who. Each has its words in `myData.views.roles`. */
const ROLES: Readonly<Record<ViewAction, 'REVIEWER' | 'ADMINISTRATOR' | 'READER' | 'MEMBER'>> = {
  'document.viewed': 'REVIEWER',
  'document.viewed_by_member': 'MEMBER',
  'document.exported': 'ADMINISTRATOR',
  'qualification.dossier_exported': 'READER',
  'qualification.declared_shown': 'READER',
  'review.claimed': 'REVIEWER',
}

export type OwnView = {
  id: string
  at: Date
  act: (typeof ACTS)[ViewAction]
  role: (typeof ROLES)[ViewAction]
  reference: string
  qualificationId: string
  /** Of a document. */
  kind: DocumentKind | null
  /** From 1. */
  page: number | null
  isThumbnail: boolean
  /** What an original or a dossier was exported for: a code of lib/qualifications/exports.ts. */
  reason: string | null
}

/** As events have it, in each of their versions. */
const Data = z.object({
  kind: z.enum(DocumentKind).nullable().catch(null),
  page: z.int().positive().nullable().catch(null),
  variant: z.string().nullable().catch(null),
  reason: z.string().nullable().catch(null),
})

type Row = { id: string; at: Date; action: ViewAction; subjectId: string; data: unknown }

/**
 * Who saw something of one's documents and answers, newest first (PIPL 44, 45): from the audit log, of qualifications of
 * one's accounts.
 *
 * @param after a cursor, as the page before gave it
 * @param most how many at a time
 */
export async function readOwnViews(
  actor: PersonActor,
  after?: string,
  most = 50,
): Promise<{ views: OwnView[]; next: string | null }> {
  const own = await database().qualification.findMany({
    where: ownedBy(actor),
    select: { id: true, reference: true },
  })
  const references = new Map(own.map(({ id, reference }) => [id, reference]))
  const cursor = readCursor(after)
  const from = cursor ? Prisma.sql`AND (at, id) < (${cursor.at}, ${cursor.id}::uuid)` : Prisma.empty
  const rows = await database().$queryRaw<Row[]>`
    SELECT id::text, at, action, subject_id::text AS "subjectId", data FROM audit_events
    WHERE subject_id = ANY(${[...references.keys()]}::uuid[]) AND action = ANY(${Object.keys(ACTS)})
      AND (data->>'isMasked') IS DISTINCT FROM 'true' ${from}
    ORDER BY at DESC, id DESC LIMIT ${most + 1}`
  const last = rows.length > most ? rows[most - 1] : undefined
  return {
    views: rows.slice(0, most).map((row) => shown(row, references.get(row.subjectId) ?? '')),
    next: last ? writeCursor(last) : null,
  }
}

function shown({ id, at, action, subjectId, data }: Row, reference: string): OwnView {
  const { kind, page, variant, reason } = Data.parse(data)
  const about = { id, at, reference, qualificationId: subjectId, act: ACTS[action], role: ROLES[action] }
  return { ...about, kind, page, isThumbnail: variant === 'THUMBNAIL', reason }
}
