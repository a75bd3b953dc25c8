import 'server-only'
import { z } from 'zod'
import type { PersonActor } from '@/lib/actor/actor'
import { cursorsOf } from '@/lib/core/cursor'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { DocumentKind } from '@/lib/db/generated/enums'
import { beyond, pageOf } from '@/lib/db/keyset'
import { ownedBy } from '@/lib/qualifications/policy'

const CURSORS = cursorsOf('own-views')

/**
 * Maps the acts by which staff, and other members, saw the actor's data. Each has its words in `myData.views.acts` of
 * both message files.
 */
const ACTS = {
  'document.viewed': 'VIEWED',
  'document.viewed_by_member': 'VIEWED',
  'document.exported': 'EXPORTED',
  /** Only a full dossier is listed, not a masked one. */
  'qualification.dossier_exported': 'DOSSIER_EXPORTED',
  /** Sensitive answers were shown unmasked. */
  'qualification.declared_shown': 'ANSWERS_SHOWN',
  'qualification.declared_read': 'ANSWERS_SHOWN',
  'letter.downloaded': 'VIEWED',
  /** A reviewer sees everything that was declared while the claim is theirs. */
  'review.claimed': 'TAKEN_FOR_REVIEW',
} as const
type ViewAction = keyof typeof ACTS

/** Says in which role a person acted, never who it was. Each has its words in `myData.views.roles`. */
const ROLES: Readonly<Record<ViewAction, 'REVIEWER' | 'ADMINISTRATOR' | 'READER' | 'MEMBER' | 'SYSTEM'>> = {
  'document.viewed': 'REVIEWER',
  'document.viewed_by_member': 'MEMBER',
  'document.exported': 'ADMINISTRATOR',
  'qualification.dossier_exported': 'READER',
  'qualification.declared_shown': 'READER',
  'qualification.declared_read': 'SYSTEM',
  'letter.downloaded': 'SYSTEM',
  'review.claimed': 'REVIEWER',
}

export type OwnView = {
  id: string
  at: Date
  act: (typeof ACTS)[ViewAction]
  role: (typeof ROLES)[ViewAction]
  reference: string
  qualificationId: string
  /** Names the kind of the document. */
  kind: DocumentKind | null
  /** Counts from 1. */
  page: number | null
  isThumbnail: boolean
  /** Says for what an original or a dossier was exported, by a code of lib/qualifications/files/exports.ts. */
  reason: string | null
}

/** Parses the data of these events in each of their versions. */
const Data = z.object({
  kind: z.enum(DocumentKind).nullable().catch(null),
  page: z.int().positive().nullable().catch(null),
  variant: z.string().nullable().catch(null),
  reason: z.string().nullable().catch(null),
})

type Row = { id: string; at: Date; action: ViewAction; subjectId: string; data: unknown }

/**
 * Returns who saw the actor's documents and answers, newest first (PIPL 44, 45), from the audit log of qualifications
 * of their accounts.
 *
 * @param after the cursor that the previous page returned
 * @param most the size of a page
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
  const rows = await database().$queryRaw<Row[]>`
    SELECT id::text, at, action, subject_id::text AS "subjectId", data FROM audit_events
    WHERE subject_id = ANY(${[...references.keys()]}::uuid[]) AND action = ANY(${Object.keys(ACTS)})
      AND (data->>'isMasked') IS DISTINCT FROM 'true'
      AND ${beyond(Prisma.sql`at, id`, CURSORS.read(after), 'desc')}
    ORDER BY at DESC, id DESC LIMIT ${most + 1}`
  const { page, end } = pageOf(rows, most)
  return {
    views: page.map((row) => shown(row, references.get(row.subjectId) ?? '')),
    next: end ? CURSORS.write(end) : null,
  }
}

function shown({ id, at, action, subjectId, data }: Row, reference: string): OwnView {
  const { kind, page, variant, reason } = Data.parse(data)
  const about = { id, at, reference, qualificationId: subjectId, act: ACTS[action], role: ROLES[action] }
  return { ...about, kind, page, isThumbnail: variant === 'THUMBNAIL', reason }
}
