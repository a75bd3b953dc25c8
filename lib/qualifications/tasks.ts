import type { DocumentKind, QualificationKind } from '@/lib/db/generated/enums'
import type { Problem, ProblemCode } from '@/lib/rulebook/problems'

/** Those that ask for declared fields. */
export const FIELD_TASKS = ['identity', 'organisation', 'legal-representative', 'administrator', 'use'] as const
export type FieldTask = (typeof FIELD_TASKS)[number]
export type Task = FieldTask | 'signatures' | 'documents' | 'letter'

/** What an applicant of each kind has to do, in this order; each is a page. */
const TASKS: Readonly<Record<QualificationKind, readonly Task[]>> = {
  INDIVIDUAL: ['identity', 'use', 'signatures', 'documents', 'letter'],
  ORGANISATION: ['organisation', 'legal-representative', 'administrator', 'use', 'signatures', 'documents', 'letter'],
}

export const tasksFor = (kind: QualificationKind): readonly Task[] => TASKS[kind]

export type TaskState = 'NOT_STARTED' | 'IN_PROGRESS' | 'DONE' | 'NEEDS_MENDING'

/** Which task asks for a field group; one that isn't named is part of `use`. */
const TASK_OF_GROUP: Readonly<Record<QualificationKind, Readonly<Record<string, FieldTask>>>> = {
  INDIVIDUAL: { identity: 'identity', contact: 'identity' },
  ORGANISATION: {
    organisation: 'organisation',
    legalRep: 'legal-representative',
    admin: 'administrator',
    contact: 'administrator',
  },
}

export const taskOfGroup = (kind: QualificationKind, group: string): FieldTask => TASK_OF_GROUP[kind][group] ?? 'use'

/** What is printed from the letter's page is handed in there, too. */
const LETTERS: ReadonlySet<DocumentKind> = new Set(['COMMITMENT_LETTER', 'AUTHORISATION_LETTER'])

export const taskOfSlot = (kind: DocumentKind): Task => (LETTERS.has(kind) ? 'letter' : 'documents')

/** Whether it is about the sender signatures and the sample messages. */
export const isOfLists = ({ place }: Pick<Problem, 'place'>): boolean => place.on !== 'FIELD' && place.on !== 'DOCUMENT'

export function taskOf(kind: QualificationKind, { place }: Pick<Problem, 'place'>): Task {
  if (place.on === 'FIELD') return taskOfGroup(kind, place.group)
  return place.on === 'DOCUMENT' ? taskOfSlot(place.kind) : 'signatures'
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
