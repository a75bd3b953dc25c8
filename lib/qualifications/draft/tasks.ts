import type { DocumentKind, QualificationKind } from '@/lib/db/generated/enums'
import { factsOf } from '@/lib/rulebook/document-kinds'
import type { Finding } from '@/lib/rulebook/findings'
import type { Problem, ProblemCode } from '@/lib/rulebook/problems'
import type { FieldGroup } from '@/lib/rulebook/rulebook'

/** Tasks whose pages have declared fields, in order. */
export const FIELD_TASKS = ['who', 'identity', 'organisation', 'legal-representative', 'administrator', 'use'] as const
export type FieldTask = (typeof FIELD_TASKS)[number]
export type Task = FieldTask | 'signatures' | 'documents' | 'letter'

/**
 * Lists the tasks of each kind of applicant in order; each is a page. Documents are photographed before what they say
 * is confirmed. The order is only how a draft is shown: nothing is stored of it.
 */
const TASKS: Readonly<Record<QualificationKind, readonly Task[]>> = {
  INDIVIDUAL: ['who', 'documents', 'identity', 'use', 'signatures', 'letter'],
  ORGANISATION: [
    'who',
    'documents',
    'organisation',
    'legal-representative',
    'administrator',
    'use',
    'signatures',
    'letter',
  ],
}

export const tasksFor = (kind: QualificationKind): readonly Task[] => TASKS[kind]

export type TaskState = 'NOT_STARTED' | 'IN_PROGRESS' | 'DONE' | 'NEEDS_CORRECTION'

/** Maps a field group to its task; a group that isn't named is part of `use`. */
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

/** The answers that decide which documents are required, and what they are called. They are asked first. */
const WHO_FIELDS: ReadonlySet<string> = new Set([
  'person.idType',
  'organisation.type',
  'organisation.certificate',
  'organisation.hasSeal',
  'legalRep.idType',
  'admin.isLegalRep',
  'admin.idType',
  'use.onBehalf',
])

export const taskOfField = (kind: QualificationKind, group: string, key: string): FieldTask =>
  WHO_FIELDS.has(key) ? 'who' : taskOfGroup(kind, group)

/** Returns the groups with those of their fields that are on the page of a task. */
export const groupsOfTask = (kind: QualificationKind, groups: readonly FieldGroup[], task: Task): FieldGroup[] =>
  groups
    .map((group) => ({
      ...group,
      fields: group.fields.filter(({ key }) => taskOfField(kind, group.key, key) === task),
    }))
    .filter(({ fields }) => fields.length > 0)

export const taskOfSlot = (kind: DocumentKind): Task => factsOf(kind).task

/** Returns whether it is about the sender signatures and the sample messages. */
export const isOfLists = ({ place }: Pick<Problem, 'place'>): boolean => place.on !== 'FIELD' && place.on !== 'DOCUMENT'

export function taskOf(kind: QualificationKind, { place }: Pick<Finding, 'place'>): Task {
  if (place.on === 'FIELD') return taskOfField(kind, place.group, place.key)
  if (place.on === 'GROUP') return taskOfGroup(kind, place.group)
  return place.on === 'DOCUMENT' ? taskOfSlot(place.kind) : 'signatures'
}

/** Problems that only mean that something is missing so far. */
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
 * @param isStarted whether anything was entered for the task
 * @param isRefused whether something of it was refused in the last round and is still as it was
 */
export function taskState(problems: readonly Problem[], isStarted: boolean, isRefused: boolean): TaskState {
  if (isRefused) return 'NEEDS_CORRECTION'
  if (problems.length === 0) return 'DONE'
  if (!isStarted) return 'NOT_STARTED'
  return problems.some(({ code }) => !isAbsent(code)) ? 'NEEDS_CORRECTION' : 'IN_PROGRESS'
}
