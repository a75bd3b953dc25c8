import { expect, test } from 'vitest'
import { FIELD_TASKS, taskOf, taskOfGroup, taskOfSlot, tasksFor } from './tasks'

test('each kind of applicant has tasks of its own; both end with documents and the letter', () => {
  expect(tasksFor('INDIVIDUAL')).toEqual(['identity', 'use', 'signatures', 'documents', 'letter'])
  expect(tasksFor('ORGANISATION')).toEqual([
    'organisation',
    'legal-representative',
    'administrator',
    'use',
    'signatures',
    'documents',
    'letter',
  ])
})

test('the phone is asked for with the person whose it is', () => {
  expect(taskOfGroup('INDIVIDUAL', 'contact')).toBe('identity')
  expect(taskOfGroup('ORGANISATION', 'contact')).toBe('administrator')
})

test('a group that no task names is asked for with the use, so that no field is without a page', () => {
  expect(taskOfGroup('ORGANISATION', 'principal')).toBe('use')
  for (const kind of ['INDIVIDUAL', 'ORGANISATION'] as const) {
    const task = taskOfGroup(kind, 'unheardOf')
    expect(FIELD_TASKS).toContain(task)
    expect(tasksFor(kind)).toContain(task)
  }
})

test('what is printed from the letter’s page is handed in there', () => {
  expect(taskOfSlot('AUTHORISATION_LETTER')).toBe('letter')
  expect(taskOfSlot('COMMITMENT_LETTER')).toBe('letter')
  expect(taskOfSlot('PRINCIPAL_LICENCE')).toBe('documents')
  expect(taskOf('INDIVIDUAL', { place: { on: 'SAMPLES' } })).toBe('signatures')
  expect(taskOf('ORGANISATION', { place: { on: 'FIELD', group: 'legalRep', key: 'legalRep.name' } })).toBe(
    'legal-representative',
  )
})
