import { isAccepted, staleLettersIn } from '@/components/qualifications/task-locks'
import type { DraftView } from '@/lib/qualifications/draft/read-draft'
import { groupsOfTask, type Task, tasksFor } from '@/lib/qualifications/draft/tasks'

/**
 * Returns the next page on which there is something to do, from the start or after a task. What was accepted, and what
 * was answered already, is passed over; answers that were read in photographs are to be confirmed, and a void letter is
 * to be signed again.
 */
export function nextPage(draft: DraftView, after?: Task): Task | 'check' {
  const tasks = tasksFor(draft.kind)
  return tasks.slice(after ? tasks.indexOf(after) + 1 : 0).find((task) => isOpen(draft, task)) ?? 'check'
}

function isOpen(draft: DraftView, task: Task): boolean {
  if (task === 'letter' && staleLettersIn(draft).length > 0) return true
  if (draft.revision > 1 && isAccepted(draft, task)) return false
  const isDone = draft.tasks.some((one) => one.task === task && one.state === 'DONE')
  return !isDone || isRead(draft, task)
}

/** Returns whether answers of the page were read, and wait to be confirmed. */
const isRead = ({ kind, rules, read }: DraftView, task: Task): boolean =>
  groupsOfTask(kind, rules.groups, task).some(({ fields }) => fields.some(({ key }) => read[key]))
