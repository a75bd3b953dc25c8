import 'server-only'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import type { Reader } from '@/lib/db/client'
import { isLiveAccount } from '@/lib/db/live-accounts'
import { fieldPlace } from '@/lib/qualifications/sealed'

const SUBJECTS = ['person', 'legalRep', 'admin'] as const

type Row = {
  id: string
  wrapped: Uint8Array<ArrayBuffer>
  keyringId: string
  submissionId: string
  key: string
  valueSealed: Uint8Array
}

export type DeclaredPerson = { subject: (typeof SUBJECTS)[number]; name: string; idNumber: string }

/** Returns the names and ID numbers that a person's accounts declared last, each pair once, in a stable order. What a test account
 * declares is invented, and proves nothing of anybody. */
export async function readDeclaredPeople(reader: Reader, userId: string): Promise<DeclaredPerson[]> {
  const keys = SUBJECTS.flatMap((subject) => [`${subject}.name`, `${subject}.idNumber`])
  const rows = await reader.$queryRaw<Row[]>`
    SELECT k.id::text, k.wrapped, k.keyring_id AS "keyringId", s.id::text AS "submissionId", f.key,
      f.value_sealed AS "valueSealed"
    FROM memberships m
    JOIN qualifications q ON q.account_id = m.account_id AND q.details_erased_at IS NULL
    JOIN submissions s ON s.qualification_id = q.id AND s.revision = q.revision
    JOIN declared_fields f ON f.submission_id = s.id AND f.key = ANY(${keys})
    JOIN data_keys k ON k.id = q.data_key_id AND k.erased_at IS NULL
    WHERE m.user_id = ${userId}::uuid AND ${isLiveAccount('q.account_id')}
    ORDER BY s.id, f.key`
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
