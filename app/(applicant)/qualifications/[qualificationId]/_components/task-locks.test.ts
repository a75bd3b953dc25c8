import { describe, expect, it } from 'vitest'
import { isAccepted, staleLettersIn, unlockedIn } from '@/components/qualifications/task-locks'
import type { DraftView } from '@/lib/qualifications/draft/read-draft'
import type { Lock } from '@/lib/qualifications/draft/shown-locks'

type Draft = Parameters<typeof isAccepted>[0]

const LOCKED: Lock = { isLocked: true, state: 'LOCKED', because: [] }
const OPEN: Lock = { isLocked: false, state: 'OPEN', because: [] }
const UNLOCKED: Lock = { isLocked: false, state: 'UNLOCKED', because: ['person.name'] }

const slot = (kind: string, lock: Lock, { min = 1, files = 1 } = {}) =>
  ({
    slot: { kind, min },
    lock,
    pages: Array.from({ length: files }, () => ({})),
  }) as unknown as DraftView['slots'][number]

const fieldsLocked = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, { isLocked: true }]))

const draft = (given: Partial<Draft> = {}): Draft => ({
  kind: 'INDIVIDUAL',
  groups: [
    { key: 'identity', fields: [{ key: 'person.idType' }, { key: 'person.name' }] },
    { key: 'contact', fields: [{ key: 'contact.phone' }] },
    { key: 'use', fields: [{ key: 'use.audience' }] },
  ] as Draft['groups'],
  slots: [
    slot('ID_PORTRAIT', LOCKED),
    slot('SUPPORTING', OPEN, { min: 0, files: 0 }),
    slot('COMMITMENT_LETTER', LOCKED),
  ],
  locks: {
    fields: fieldsLocked('person.idType', 'person.name', 'contact.phone', 'use.audience'),
    groups: { identity: LOCKED, contact: LOCKED, use: LOCKED },
    signatures: { s1: LOCKED },
    mayAddSignatures: false,
    samples: LOCKED,
  },
  refusals: [],
  problems: [],
  ...given,
})

describe('isAccepted', () => {
  it('holds where all is locked, even if slots may stay empty', () => {
    for (const task of ['who', 'identity', 'use', 'signatures', 'documents', 'letter'] as const) {
      expect(isAccepted(draft(), task)).toBe(true)
    }
  })

  it('ends with one part that is open', () => {
    const { locks } = draft()
    expect(isAccepted(draft({ locks: { ...locks, samples: OPEN } }), 'signatures')).toBe(false)
    const withOpen = (key: string) =>
      draft({ locks: { ...locks, fields: { ...locks.fields, [key]: { isLocked: false } } } })
    expect(isAccepted(withOpen('contact.phone'), 'identity')).toBe(false)
    expect(isAccepted(withOpen('person.idType'), 'who')).toBe(false)
    expect(isAccepted(withOpen('person.idType'), 'identity')).toBe(true)
    const evidence = slot('SIGNATURE_EVIDENCE', OPEN)
    expect(isAccepted(draft({ slots: [evidence] }), 'signatures')).toBe(false)
    const more = slot('SUPPORTING', OPEN, { min: 0, files: 1 })
    expect(isAccepted(draft({ slots: [more] }), 'documents')).toBe(false)
    expect(isAccepted(draft({ slots: [more] }), 'letter')).toBe(true)
  })

  it('ends with a refusal, corrected or not, and with a problem', () => {
    expect(isAccepted(draft({ refusals: [{ task: 'use' }] as Draft['refusals'] }), 'use')).toBe(false)
    const problem = { code: 'REQUIRED', place: { on: 'SIGNATURES' }, params: {} } as const
    expect(isAccepted(draft({ problems: [problem] }), 'signatures')).toBe(false)
  })
})

it('counts what an accepted part that was unlocked asks for', () => {
  const slots = [slot('ID_PORTRAIT', UNLOCKED), slot('ID_IN_HAND', UNLOCKED), slot('COMMITMENT_LETTER', LOCKED)]
  expect(unlockedIn(draft({ slots }), 'documents')).toBe(2)
  expect(unlockedIn(draft({ slots }), 'letter')).toBe(0)
  const { locks } = draft()
  const unlocked = draft({ locks: { ...locks, groups: { ...locks.groups, identity: UNLOCKED } } })
  expect([unlockedIn(unlocked, 'who'), unlockedIn(unlocked, 'identity')]).toEqual([0, 1]) // it is one part
})

it('knows a letter on which something was changed since it was photographed', () => {
  const letter = { ...slot('COMMITMENT_LETTER', OPEN), letter: { state: 'VOID' as const, changes: [], since: null } }
  expect(staleLettersIn(draft({ slots: [slot('AUTHORISATION_LETTER', OPEN), letter] }))).toEqual([letter])
})

it('knows a letter that was signed with other words on it, until another lies in its place', () => {
  const letter = slot('COMMITMENT_LETTER', UNLOCKED)
  const signedAgain = slot('AUTHORISATION_LETTER', { ...UNLOCKED, because: ['person.name', 'files'] })
  expect(staleLettersIn(draft({ slots: [slot('ID_PORTRAIT', UNLOCKED), letter, signedAgain] }))).toEqual([letter])
})
