import 'server-only'
import { maskedNumber } from '@/lib/accounts/mobile-number'
import { staffNames } from '@/lib/accounts/staff-names'
import type { PersonActor } from '@/lib/auth/actor'
import { isId } from '@/lib/core/ids'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, type Reader } from '@/lib/db/client'
import { fieldPlace } from '@/lib/qualifications/sealed'
import { casePhonePlace, caseReference } from './access-case'
import { openPass } from './case-pass'
import { requireCaseReviewer, visibleCases } from './case-policy'

/** How a case stands, for whoever began it. Nothing of the account. */
export async function readOwnCase(pass: string | null) {
  const caseId = await openPass(pass)
  if (!caseId) return null
  const found = await database().accessCase.findUnique({ where: { id: caseId } })
  if (!found) return null
  const { kind, state, reason, handedInAt, decidedAt } = found
  return { reference: caseReference(caseId), kind, state, reason, handedInAt, decidedAt }
}

/** What waits, longest first, then what was decided last. @throws DomainError FORBIDDEN */
export async function listCases(actor: PersonActor) {
  requireCaseReviewer(actor)
  const select = { id: true, kind: true, state: true, handedInAt: true, decidedAt: true, decidedById: true } as const
  const [waiting, decided] = await Promise.all([
    database().accessCase.findMany({
      where: { AND: [visibleCases(actor), { state: 'HANDED_IN' }] },
      orderBy: [{ handedInAt: 'asc' }, { id: 'asc' }],
      take: 100,
      select,
    }),
    database().accessCase.findMany({
      where: { AND: [visibleCases(actor), { state: { in: ['GRANTED', 'REFUSED'] } }] },
      orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
      take: 50,
      select,
    }),
  ])
  const names = await staffNames(decided.flatMap(({ decidedById }) => (decidedById ? [decidedById] : [])))
  const shown = ({ decidedById, ...rest }: (typeof waiting)[number]) => ({
    ...rest,
    reference: caseReference(rest.id),
    decidedBy: decidedById ? (names.get(decidedById) ?? null) : null,
  })
  return { waiting: waiting.map(shown), decided: decided.map(shown) }
}

/** How many wait, for who decides them. */
export async function countCases(actor: PersonActor): Promise<number> {
  return database().accessCase.count({ where: { AND: [visibleCases(actor), { state: 'HANDED_IN' }] } })
}

/** A case with what its pictures are compared with. Null when there is none that they may see. @throws FORBIDDEN */
export async function readCase(actor: PersonActor, caseId: string) {
  requireCaseReviewer(actor)
  if (!isId(caseId)) return null
  const found = await database().accessCase.findFirst({
    where: { AND: [{ id: caseId }, visibleCases(actor)] },
    include: { dataKey: true, files: { orderBy: { side: 'desc' } } },
  })
  if (!found) return null
  const { id, kind, state, reason, handedInAt, decidedAt, userId, phoneSealed, dataKey } = found
  return {
    ...{ id, kind, state, reason, handedInAt, decidedAt },
    reference: caseReference(id),
    hasAccount: userId !== null,
    phone: maskedNumber(open(await unwrapDataKey(dataKey), casePhonePlace(id), phoneSealed)),
    sides: found.files.map(({ side }) => side),
    // What was decided needs no comparing any more.
    people: userId && state === 'HANDED_IN' ? await readDeclared(database(), userId) : [],
  }
}

const SUBJECTS = ['person', 'legalRep', 'admin'] as const

type Row = {
  id: string
  wrapped: Uint8Array<ArrayBuffer>
  keyringId: string
  submissionId: string
  key: string
  valueSealed: Uint8Array
}

/** The names and ID numbers that someone's accounts declare at last, each pair once. */
async function readDeclared(reader: Reader, userId: string) {
  const keys = SUBJECTS.flatMap((subject) => [`${subject}.name`, `${subject}.idNumber`])
  const rows = await reader.$queryRaw<Row[]>`
    SELECT k.id::text, k.wrapped, k.keyring_id AS "keyringId", s.id::text AS "submissionId", f.key,
      f.value_sealed AS "valueSealed"
    FROM memberships m
    JOIN qualifications q ON q.account_id = m.account_id AND q.details_erased_at IS NULL
    JOIN submissions s ON s.qualification_id = q.id AND s.revision = q.revision
    JOIN declared_fields f ON f.submission_id = s.id AND f.key = ANY(${keys})
    JOIN data_keys k ON k.id = q.data_key_id AND k.erased_at IS NULL
    WHERE m.user_id = ${userId}::uuid`
  const values = new Map<string, string>()
  for (const row of rows) {
    const value = open(await unwrapDataKey(row), fieldPlace(row.submissionId, row.key), row.valueSealed)
    values.set(`${row.submissionId}/${row.key}`, value)
  }
  const people = [...new Set(rows.map(({ submissionId }) => submissionId))].flatMap((submissionId) =>
    SUBJECTS.map((subject) => ({
      subject,
      name: values.get(`${submissionId}/${subject}.name`) ?? '',
      idNumber: values.get(`${submissionId}/${subject}.idNumber`) ?? '',
    })),
  )
  const known = people.filter(({ idNumber }) => idNumber !== '')
  return [...new Map(known.map((person) => [`${person.name}/${person.idNumber}`, person])).values()]
}
