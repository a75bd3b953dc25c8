import 'server-only'
import type { Reader } from '@/lib/db/client'
import { Prisma, type StoredFile } from '@/lib/db/generated/client'
import type { DocumentKind } from '@/lib/db/generated/enums'

type Slot = { kind: DocumentKind; senderSignatureId: string | null }

/** A file that was uploaded for a slot and isn't in it: it is being examined, or was refused. */
export type UnreadyFile = Pick<
  StoredFile,
  'id' | 'state' | 'slotKind' | 'slotSignatureId' | 'slotPosition' | 'size' | 'sha256' | 'refusal' | 'refusalParams'
>

/** Describes a file as `UNREADY_FILES` selects it. */
export type UnreadyText = Omit<UnreadyFile, 'sha256'> & { sha256: string }

/**
 * Selects the files of the submission `s` that are in none of its slots, in the order of their uploads, as one value,
 * so that a verb that needs more reads both in one statement.
 */
export const UNREADY_FILES = Prisma.sql`to_jsonb(ARRAY(
  SELECT jsonb_build_object('id', u.id, 'state', u.state, 'slotKind', u.slot_kind, 'slotSignatureId', u.slot_signature_id,
    'slotPosition', u.slot_position, 'size', u.size, 'sha256', encode(u.sha256, 'hex'), 'refusal', u.refusal,
    'refusalParams', u.refusal_params)
  FROM stored_files u WHERE u.submission_id = s.id AND u.state <> 'READY' ORDER BY u.created_at, u.id))`

/** Returns what `UNREADY_FILES` selected. */
export const openUnready = (files: readonly UnreadyText[]): UnreadyFile[] =>
  files.map(({ sha256, ...file }) => ({ ...file, sha256: Buffer.from(sha256, 'hex') }))

/** Returns the files of a submission that are in none of its slots, in the order of their uploads. */
export async function readUnready(reader: Reader, submissionId: string): Promise<UnreadyFile[]> {
  const [row] = await reader.$queryRaw<{ files: UnreadyText[] }[]>`
    SELECT ${UNREADY_FILES} AS files FROM submissions s WHERE s.id = ${submissionId}::uuid`
  return openUnready(row?.files ?? [])
}

/** Returns those of one slot. */
export const unreadyIn = (files: readonly UnreadyFile[], { kind, senderSignatureId }: Slot): UnreadyFile[] =>
  files.filter(({ slotKind, slotSignatureId }) => slotKind === kind && slotSignatureId === senderSignatureId)
