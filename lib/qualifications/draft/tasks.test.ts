import { expect, test } from 'vitest'
import { BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { FIELD_TASKS, groupsOfTask, taskOf, taskOfField, taskOfGroup, taskOfSlot, tasksFor } from './tasks'

test('each kind of applicant has its own tasks: the documents come before what they say', () => {
  expect(tasksFor('INDIVIDUAL')).toEqual(['who', 'documents', 'identity', 'use', 'signatures', 'letter'])
  expect(tasksFor('ORGANISATION')).toEqual([
    'who',
    'documents',
    'organisation',
    'legal-representative',
    'administrator',
    'use',
    'signatures',
    'letter',
  ])
})

test.each(['INDIVIDUAL', 'ORGANISATION'] as const)(
  'what decides which documents of an %s are required is asked first',
  (kind) => {
    const { groups = [], documents = [] } = BUILT_IN_RULEBOOK.kinds[kind] ?? {}
    const deciding = documents.flatMap(({ when = [], idPage }) => [
      ...when.map(({ field }) => field),
      ...(idPage ? [idPage.field] : []),
    ])
    const first = groupsOfTask(kind, groups, 'who').flatMap(({ fields }) => fields.map(({ key }) => key))
    expect(deciding.filter((key) => !first.includes(key))).toEqual([])
    const shown = FIELD_TASKS.flatMap((task) => groupsOfTask(kind, groups, task)).flatMap(({ fields }) => fields)
    expect(shown.map(({ key }) => key).toSorted()).toEqual(
      groups.flatMap(({ fields }) => fields.map(({ key }) => key)).toSorted(),
    )
  },
)

test('the phone is on the page of the person whose it is', () => {
  expect(taskOfGroup('INDIVIDUAL', 'contact')).toBe('identity')
  expect(taskOfGroup('ORGANISATION', 'contact')).toBe('administrator')
})

test('a field group that no task names is on the page of the use, so that each field has a page', () => {
  expect(taskOfGroup('ORGANISATION', 'principal')).toBe('use')
  for (const kind of ['INDIVIDUAL', 'ORGANISATION'] as const) {
    const task = taskOfGroup(kind, 'unheardOf')
    expect(FIELD_TASKS).toContain(task)
    expect(tasksFor(kind)).toContain(task)
  }
})

test('documents that are printed from the letter page are uploaded there, and evidence next to its signature', () => {
  expect(taskOfSlot('SIGNATURE_EVIDENCE')).toBe('signatures')
  expect(taskOfField('INDIVIDUAL', 'identity', 'person.idType')).toBe('who')
  expect(taskOf('ORGANISATION', { place: { on: 'FIELD', group: 'use', key: 'use.onBehalf' } })).toBe('who')
  expect(taskOfSlot('AUTHORISATION_LETTER')).toBe('letter')
  expect(taskOfSlot('COMMITMENT_LETTER')).toBe('letter')
  expect(taskOfSlot('PRINCIPAL_LICENCE')).toBe('documents')
  expect(taskOf('INDIVIDUAL', { place: { on: 'SAMPLES' } })).toBe('signatures')
  expect(taskOf('ORGANISATION', { place: { on: 'FIELD', group: 'legalRep', key: 'legalRep.name' } })).toBe(
    'legal-representative',
  )
})
