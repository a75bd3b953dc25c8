import 'server-only'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { PersonActor } from '@/lib/auth/actor'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { readDraft } from '@/lib/qualifications/read-draft'
import { type Task, taskOf, tasksFor } from '@/lib/qualifications/tasks'
import type { Problem } from '@/lib/rulebook/problems'

/** What was pressed: go on to the next task, back to the list; nothing, when it saves by itself. */
export const Intent = z.object({ intent: z.string().max(80).default('') })

export type Saved = { seen: string; intent: string; problems: Problem[] }

/** After a task's answers were saved: onward, or what is still missing or wrong in it. */
export async function afterSaving(
  actor: PersonActor,
  { id, task, intent, seen }: { id: string; task: Task; intent: string; seen: string },
): Promise<Saved> {
  revalidatePath(`/qualifications/${id}`, 'layout')
  if (intent === 'later') redirect(`/qualifications/${id}`)
  const draft = await readDraft(actor, id)
  if (!draft) return { seen, intent, problems: [] }
  const problems = draft.problems.filter((problem) => taskOf(draft.kind, problem) === task)
  if (intent === 'continue' && problems.length === 0) redirect(`/qualifications/${id}/${pageAfter(draft.kind, task)}`)
  return { seen, intent, problems }
}

function pageAfter(kind: QualificationKind, task: Task): string {
  const tasks = tasksFor(kind)
  return tasks[tasks.indexOf(task) + 1] ?? 'check'
}
