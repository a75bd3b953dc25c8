import type { DraftView } from '@/lib/qualifications/read-draft'
import type { Lock } from '@/lib/qualifications/shown-locks'
import { type Task, taskOf, taskOfGroup, taskOfSlot } from '@/lib/qualifications/tasks'

type Draft = Pick<DraftView, 'kind' | 'groups' | 'slots' | 'locks' | 'refusals' | 'problems'>

/** The locks of all that a task asks for; of a slot that may stay empty only when something stands in it. */
function locksOf({ kind, groups, slots, locks }: Draft, task: Task): Lock[] {
  if (task === 'signatures') return [...Object.values(locks.signatures), locks.samples]
  return [
    ...groups.flatMap(({ key }) => {
      const lock = taskOfGroup(kind, key) === task ? locks.groups[key] : undefined
      return lock ? [lock] : []
    }),
    ...slots
      .filter(({ slot, pages }) => taskOfSlot(slot.kind) === task && (slot.min > 0 || pages.length > 0))
      .map(({ lock }) => lock),
  ]
}

/** Whether all of it was accepted in the last round, so that there is nothing to do. */
export function isAccepted(draft: Draft, task: Task): boolean {
  if (draft.refusals.some((refusal) => refusal.task === task)) return false
  if (draft.problems.some((problem) => taskOf(draft.kind, problem) === task)) return false
  return locksOf(draft, task).every(({ isLocked }) => isLocked)
}

/** How many parts of it were accepted and are looked at once more, after something that they rest on was changed. */
export const unlockedIn = (draft: Draft, task: Task): number =>
  locksOf(draft, task).filter(({ state }) => state === 'UNLOCKED').length

/** Letters with other words on them than they would bear now: accepted, or photographed, before those were changed. */
export const staleLettersIn = ({ slots }: Pick<DraftView, 'slots'>): DraftView['slots'] =>
  slots.filter(({ slot, lock, isOutdated }) => {
    if (isOutdated && !lock.isLocked) return true
    return taskOfSlot(slot.kind) === 'letter' && lock.state === 'UNLOCKED' && !lock.because.includes('files')
  })
