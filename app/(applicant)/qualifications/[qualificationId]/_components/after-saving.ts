import 'server-only'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { PersonActor } from '@/lib/actor/actor'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { type Task, taskOf } from '@/lib/qualifications/draft/tasks'
import type { Problem } from '@/lib/rulebook/problems'
import { nextPage } from '../../_components/next-page'

/**
 * Names the button that was pressed: continue with the next task, or return to the list. It is empty when the form
 * saves by itself.
 */
export const Intent = z.object({ intent: z.string().max(80).default('') })

export type Saved = { seen: string; intent: string; problems: Problem[] }

/**
 * Continues after a task's answers were saved: to the next page, or with what is still missing or wrong in the task.
 */
export async function afterSaving(
  actor: PersonActor,
  { id, task, intent, seen }: { id: string; task: Task; intent: string; seen: string },
): Promise<Saved> {
  revalidatePath(`/qualifications/${id}`, 'layout')
  if (intent === 'later') redirect(`/qualifications/${id}`)
  const draft = await readDraft(actor, id)
  if (!draft) return { seen, intent, problems: [] }
  const problems = draft.problems.filter((problem) => taskOf(draft.kind, problem) === task)
  if (intent === 'continue' && problems.length === 0) redirect(`/qualifications/${id}/${nextPage(draft, task)}`)
  return { seen, intent, problems }
}
