import { expect, test } from 'vitest'
import * as enums from '@/lib/db/generated/enums'
import { type EndedKind, endings, type Stays } from './after-restore'

/** Says what a restore does to rows of a state: the kind under which it ends them, or why they stay. */
type Fate = EndedKind | Stays

type Enums = typeof enums
type States = Extract<keyof Enums, `${string}State` | `${string}Status`>

/**
 * Has a line for each state that a row can have. A new one does not compile, and fails the test, until it has its line.
 */
const AFTER_RESTORE: { [S in States]: Record<keyof Enums[S], Fate> } = {
  PersonStatus: { ACTIVE: 'LASTING', BLOCKED: 'LASTING', DISABLED: 'LASTING' },
  AccessChangeState: { WAITING: 'accessChanges', CONFIRMED: 'RECORD', REFUSED: 'RECORD' },
  AccessCaseState: {
    OPEN: 'DECIDED_BY_SOMEBODY',
    HANDED_IN: 'DECIDED_BY_SOMEBODY',
    GRANTED: 'RECORD', // its person is let in by the same act
    REFUSED: 'RECORD',
  },
  ErasureRequestState: {
    WAITING: 'DECIDED_BY_SOMEBODY',
    GRANTED: 'RECORD', // what it erases, it erases in the transaction that grants it
    REFUSED: 'RECORD',
    WITHDRAWN: 'RECORD',
    DONE: 'RECORD',
  },
  ExportState: {
    // Of a masked list that waits or is written: WORK.
    AWAITS_CONSENT: 'exports',
    WAITING: 'exports',
    RUNNING: 'exports',
    // For its requester alone, who has to sign in, until its days are over. `removeLostExports` ends those without a file.
    READY: 'RECORD',
    FAILED: 'RECORD',
    CANCELLED: 'RECORD',
    REFUSED: 'RECORD',
    REMOVED: 'RECORD',
  },
  QualificationStatus: {
    DRAFT: 'DECIDED_BY_SOMEBODY',
    SUBMITTED: 'DECIDED_BY_SOMEBODY',
    IN_REVIEW: 'DECIDED_BY_SOMEBODY', // without a decision that could still be undone: those are `decisions`
    SECOND_REVIEW: 'DECIDED_BY_SOMEBODY',
    ARBITRATION: 'DECIDED_BY_SOMEBODY',
    CHANGES_REQUESTED: 'DECIDED_BY_SOMEBODY',
    APPROVED: 'RECORD',
    SUSPENDED: 'RECORD',
    REVOKED: 'RECORD',
    EXPIRED: 'RECORD',
    REJECTED: 'RECORD',
    WITHDRAWN: 'RECORD',
  },
  SupplementState: {
    OPEN: 'DECIDED_BY_SOMEBODY',
    ACCEPTED: 'RECORD',
    REFUSED: 'RECORD',
    WITHDRAWN: 'RECORD',
  },
  RuleStatus: { DRAFT: 'DECIDED_BY_SOMEBODY', PUBLISHED: 'RECORD' },
  FilingState: { NOT_FILED: 'RECORD', FILED: 'RECORD', EFFECTIVE: 'RECORD', FAILED: 'RECORD' },
  FileState: { RECEIVED: 'WORK', READY: 'RECORD', REFUSED: 'RECORD' },
  ReadingState: { WAITING: 'WORK', READ: 'RECORD', FAILED: 'RECORD' },
  OutboxState: { PENDING: 'WORK', SENDING: 'WORK', SENT: 'RECORD', FAILED: 'RECORD', UNSURE: 'RECORD' },
  WebhookDeliveryState: { PENDING: 'WORK', SENDING: 'WORK', DELIVERED: 'RECORD' },
}

const STAYS: readonly string[] = ['RECORD', 'LASTING', 'DECIDED_BY_SOMEBODY', 'WORK'] satisfies Stays[]

test('each state of a row has its line, and no line is of a state that is gone', () => {
  const found = Object.entries(enums).filter(([name]) => /(State|Status)$/.test(name))
  const namesOf = (all: readonly (readonly [string, object])[]) =>
    Object.fromEntries(all.map(([name, states]) => [name, Object.keys(states).sort()]))
  expect(namesOf(found)).toHaveProperty('ExportState')
  expect(namesOf(Object.entries(AFTER_RESTORE))).toEqual(namesOf(found))
})

test('what a line ends is ended', () => {
  const fates = Object.values(AFTER_RESTORE).flatMap((line) => Object.values<Fate>(line))
  const kinds = endings().map(({ kind }) => kind)
  for (const fate of fates.filter((one) => !STAYS.includes(one))) expect(kinds).toContain(fate)
})
