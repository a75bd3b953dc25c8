import { describe, expect, it } from 'vitest'
import type { DraftView } from '@/lib/qualifications/draft/read-draft'
import type { Lock } from '@/lib/qualifications/draft/shown-locks'
import { type Task, tasksFor } from '@/lib/qualifications/draft/tasks'
import { nextPage } from './next-page'

const OPEN: Lock = { isLocked: false, state: 'OPEN', because: [] }
const LOCKED: Lock = { isLocked: true, state: 'LOCKED', because: [] }

/** Returns a letter, with a photograph that is of the letter as it would be printed now, or of an earlier one. */
const letter = ({ lock = OPEN, isVoid = false } = {}) =>
  ({
    slot: { kind: 'COMMITMENT_LETTER', min: 1 },
    lock,
    pages: [{}],
    letter: isVoid ? { state: 'VOID', changes: [], since: null } : null,
  }) as unknown as DraftView['slots'][number]

const groups = [
  { key: 'identity', fields: [{ key: 'person.idType' }, { key: 'person.name' }] },
  { key: 'use', fields: [{ key: 'use.audience' }] },
]

/** Returns a draft in which all is done except for the given tasks. */
const draft = (left: readonly Task[] = [], given: Partial<DraftView> = {}) =>
  ({
    kind: 'INDIVIDUAL',
    revision: 1,
    rules: { groups },
    groups,
    slots: [letter()],
    locks: { fields: {}, groups: { identity: OPEN, use: OPEN }, signatures: { s1: OPEN }, samples: OPEN },
    refusals: [],
    problems: [],
    read: {},
    tasks: tasksFor('INDIVIDUAL').map((task) => ({ task, state: left.includes(task) ? 'IN_PROGRESS' : 'DONE' })),
    ...given,
  }) as unknown as DraftView

describe('nextPage', () => {
  it('is the next one on which something is left, and the check page when there is none', () => {
    expect(nextPage(draft(['use', 'letter']))).toBe('use')
    expect(nextPage(draft(['use', 'letter']), 'use')).toBe('letter')
    expect(nextPage(draft(['use']), 'signatures')).toBe('check')
    expect(nextPage(draft())).toBe('check')
  })

  it('is one whose answers were read in photographs', () => {
    expect(nextPage(draft([], { read: { 'person.name': '王小明' } }), 'documents')).toBe('identity')
  })

  it('passes over what was accepted, and stops at what was refused', () => {
    const locks = {
      fields: { 'person.idType': { isLocked: true }, 'person.name': { isLocked: true } },
      groups: { identity: LOCKED, use: OPEN },
      signatures: { s1: LOCKED },
      mayAddSignatures: false,
      samples: LOCKED,
    }
    const again = { revision: 2, locks, slots: [letter({ lock: LOCKED })] }
    expect(nextPage(draft(['identity'], again))).toBe('check')
    const refusals = [{ task: 'identity' }] as DraftView['refusals']
    expect(nextPage(draft(['identity'], { ...again, refusals }))).toBe('identity')
  })

  it('is the letter when it was signed with other words on it', () => {
    expect(nextPage(draft([], { slots: [letter({ isVoid: true })] }), 'identity')).toBe('letter')
    const unlocked: Lock = { isLocked: false, state: 'UNLOCKED', because: ['person.name'] }
    expect(nextPage(draft([], { revision: 2, slots: [letter({ lock: unlocked })] }), 'use')).toBe('letter')
  })
})
