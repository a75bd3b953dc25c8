import 'server-only'
import type { AccountActor } from '@/lib/actor/actor'
import { auditInsert } from '@/lib/audit/record'
import type { Tx } from '@/lib/db/client'
import { type Draft, draftTouch } from './draft'
import type { Task } from './tasks'

/**
 * Marks a locked draft as changed, and records what was saved, in one statement.
 *
 * @param fields names what was changed, never to what
 * @returns the draft's new version
 */
export async function recordSaved(
  tx: Tx,
  actor: AccountActor,
  draft: Draft,
  { task, fields }: { task: Task; fields: string[] },
): Promise<number> {
  const data = { revision: draft.submission.revision, task, fields }
  const event = { action: 'qualification.draft_saved', subjectId: draft.qualification.id, data } as const
  const { insert } = auditInsert(actor, event, 'qualification.own')
  const [touched] = await tx.$queryRaw<[{ draftVersion: number }]>`
    WITH ${draftTouch(draft)}, audited AS (${insert} FROM touched) SELECT "draftVersion" FROM touched`
  return touched.draftVersion
}
