import type { Problem, ProblemCode } from '@/lib/rulebook/problems'

/** What an applicant has to do, in this order; each is a page. */
export const TASKS = ['identity', 'use', 'signatures', 'documents', 'letter'] as const
export type Task = (typeof TASKS)[number]

export type TaskState = 'NOT_STARTED' | 'IN_PROGRESS' | 'DONE' | 'NEEDS_MENDING'

/** Which field groups a task asks for; a group that no task names is part of `use`. */
const TASK_OF_GROUP: Readonly<Record<string, Task>> = { identity: 'identity', contact: 'identity', use: 'use' }

export const taskOfGroup = (group: string): Task => TASK_OF_GROUP[group] ?? 'use'

export function taskOf({ place }: Pick<Problem, 'place'>): Task {
  if (place.on === 'FIELD') return taskOfGroup(place.group)
  if (place.on !== 'DOCUMENT') return 'signatures'
  return place.kind === 'COMMITMENT_LETTER' ? 'letter' : 'documents'
}

/** What is not wrong but only not there yet. */
const ABSENT: ReadonlySet<ProblemCode> = new Set([
  'REQUIRED',
  'DOCUMENT_MISSING',
  'DOCUMENT_TOO_FEW',
  'SIGNATURES_MISSING',
  'SAMPLES_MISSING',
  'SAMPLE_EMPTY',
])

export const isAbsent = (code: ProblemCode): boolean => ABSENT.has(code)

/**
 * @param isBegun whether anything was given for the task
 * @param isRefused whether something of it was refused in the last round and is still as it was
 */
export function taskState(problems: readonly Problem[], isBegun: boolean, isRefused: boolean): TaskState {
  if (isRefused) return 'NEEDS_MENDING'
  if (problems.length === 0) return 'DONE'
  if (!isBegun) return 'NOT_STARTED'
  return problems.some(({ code }) => !isAbsent(code)) ? 'NEEDS_MENDING' : 'IN_PROGRESS'
}
