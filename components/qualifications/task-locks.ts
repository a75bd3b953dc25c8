import type { DraftView } from '@/lib/qualifications/draft/read-draft'
import { isStaleLetter, type Lock } from '@/lib/qualifications/draft/shown-locks'
import { groupsOfTask, type Task, taskOf, taskOfSlot } from '@/lib/qualifications/draft/tasks'

type Draft = Pick<DraftView, 'kind' | 'groups' | 'slots' | 'locks' | 'refusals' | 'problems'>

/** Returns the locks of all that a task requires; those of a slot that may stay empty only when it has a page. */
function locksOf({ kind, groups, slots, locks }: Draft, task: Task): Lock[] {
  const ofSlots = slots
    .filter(({ slot, pages }) => taskOfSlot(slot.kind) === task && (slot.min > 0 || pages.length > 0))
    .map(({ lock }) => lock)
  if (task === 'signatures') return [...Object.values(locks.signatures), locks.samples, ...ofSlots]
  const ofGroups = groupsOfTask(kind, groups, task).flatMap(({ key, fields }) => {
    const lock = locks.groups[key]
    return lock ? [{ ...lock, isLocked: fields.every((field) => locks.fields[field.key]?.isLocked === true) }] : []
  })
  // A group is one part, which is mentioned on the page with the most of it.
  return task === 'who' ? ofGroups.map((lock) => ({ ...lock, state: 'OPEN' })) : [...ofGroups, ...ofSlots]
}

/** Returns whether the whole task was accepted in the last round, so that there is nothing to do. */
export function isAccepted(draft: Draft, task: Task): boolean {
  if (draft.refusals.some((refusal) => refusal.task === task)) return false
  if (draft.problems.some((problem) => taskOf(draft.kind, problem) === task)) return false
  return locksOf(draft, task).every(({ isLocked }) => isLocked)
}

/** Returns how many parts were accepted and are looked at again, because something changed that they depend on. */
export const unlockedIn = (draft: Draft, task: Task): number =>
  locksOf(draft, task).filter(({ state }) => state === 'UNLOCKED').length

/** Returns the letters that are to be signed again. */
export const staleLettersIn = ({ slots }: Pick<DraftView, 'slots'>): DraftView['slots'] =>
  slots.filter(({ slot, lock, letter }) => isStaleLetter(slot.kind, lock, letter))
