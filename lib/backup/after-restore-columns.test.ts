import { expect, test } from 'vitest'
import { Prisma } from '@/lib/db/generated/client'
import { type EndedKind, endings, type Stays } from './after-restore'

/** Says what a restore does to such columns: the kind under which it ends them, or why they stay. */
type Fate = EndedKind | Stays

type Fields = { [M in Prisma.ModelName]: keyof Prisma.TypeMap['model'][M]['fields'] & string }

/** Names what proves that somebody may do something, and until when, or from when, something happens by itself. */
const DOORS = /(?:Hash|Token|[sS]ecretSealed|[kK]eySealed|[eE]ndsAt|[eE]xpiresAt|[dD]ueAt|Until)$/
type Door =
  | `${string}${'Hash' | 'Token' | 'ecretSealed' | 'eySealed' | 'ndsAt' | 'xpiresAt' | 'Until'}`
  | `${string}DueAt`
  | 'dueAt'
type DoorsOf<M extends Prisma.ModelName> = Extract<Fields[M], Door>

/** Has a line for each such column. A new one does not compile, and fails the test, until it has its line. */
const AFTER_RESTORE: {
  [M in Prisma.ModelName as [DoorsOf<M>] extends [never] ? never : M]: Record<DoorsOf<M>, Fate>
} = {
  AccessCase: { deviceHash: 'DECIDED_BY_SOMEBODY' }, // read once, by the act that grants it
  AccessChange: { expiresAt: 'accessChanges' },
  AccessLink: { tokenHash: 'accessLinks', expiresAt: 'accessLinks' },
  ApiKey: { secretHash: 'LASTING', expiresAt: 'LASTING' },
  AuditVerification: { heldUntil: 'WORK' },
  DocumentExport: { endsAt: 'WORK' },
  DossierExport: { endsAt: 'WORK' },
  Export: { heldUntil: 'exports', keptUntil: 'RECORD' },
  FactorChallenge: { secretSealed: 'challenges', expiresAt: 'challenges' },
  Handover: { tokenHash: 'handovers', secretHash: 'handovers', endsAt: 'handovers' },
  Invitation: { tokenHash: 'invitations', expiresAt: 'invitations' },
  KnownDevice: { secretHash: 'devices' },
  LateReading: { leasedUntil: 'WORK' },
  MemberInvitation: { expiresAt: 'memberInvitations' },
  OutboxMessage: { dueAt: 'WORK', expiresAt: 'WORK' },
  PendingDecision: { dueAt: 'decisions' },
  PhoneSession: { tokenHash: 'phones', secretHash: 'phones', endsAt: 'phones' },
  Qualification: { leaseEndsAt: 'WORK', validUntil: 'RECORD' },
  Reading: { leasedUntil: 'WORK' },
  RecoveryCode: { codeHash: 'LASTING' },
  Reminder: { endsAt: 'RECORD' },
  Session: { endsAt: 'sessions', idleEndsAt: 'sessions' },
  SignInCode: { codeHash: 'codes', browserHash: 'codes', expiresAt: 'codes' },
  SpentProof: { signatureHash: 'WORK', expiresAt: 'WORK' },
  StoredAnswer: { requestHash: 'WORK', contentHash: 'WORK' },
  StoredFile: { leasedUntil: 'WORK' },
  TotpSecret: { secretSealed: 'LASTING' },
  Upload: { expiresAt: 'WORK' },
  User: { passwordHash: 'LASTING', noticeEmailTokenHash: 'noticeLinks', noticeEmailTokenEndsAt: 'noticeLinks' },
  VaultScrub: { heldUntil: 'WORK' },
  WebhookDelivery: { dueAt: 'WORK' },
  WebhookSecret: { secretSealed: 'LASTING', privateKeySealed: 'LASTING', endsAt: 'LASTING' },
}

const EXPORTS = new Map<string, unknown>(Object.entries(Prisma))
const fieldsOf = (model: Prisma.ModelName): string[] => Object.keys(EXPORTS.get(`${model}ScalarFieldEnum`) ?? {})
const namesOf = (lines: [string, string[]][]) =>
  Object.fromEntries(lines.map(([model, names]) => [model, names.sort()]))

test('each column that opens something, or ends it, has its line, and no line is of a column that is gone', () => {
  const found = Object.values(Prisma.ModelName)
    .map((model): [string, string[]] => [model, fieldsOf(model).filter((field) => DOORS.test(field))])
    .filter(([, fields]) => fields.length > 0)
  expect(Object.fromEntries(found)).toHaveProperty('User')
  const lines = Object.entries(AFTER_RESTORE).map(([model, line]): [string, string[]] => [model, Object.keys(line)])
  expect(namesOf(lines)).toEqual(namesOf(found))
})

test('each kind that a line names is ended, and each that is ended has a line', () => {
  const kinds = endings().map(({ kind }) => kind)
  const fates = Object.values(AFTER_RESTORE).flatMap((line) => Object.values<Fate>(line))
  const stays: readonly string[] = ['RECORD', 'LASTING', 'DECIDED_BY_SOMEBODY', 'WORK'] satisfies Stays[]
  const named = [...new Set(fates.filter((fate) => !stays.includes(fate)))]
  expect(named.sort()).toEqual(kinds.toSorted())
})
