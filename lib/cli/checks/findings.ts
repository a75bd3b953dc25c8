import { REFUTED, type Reading } from '@/lib/checks/reading'
import type { DocumentKind, FindingCode } from '@/lib/db/generated/enums'
import { pictureDoubts } from '@/lib/rulebook/warnings/pictures'

/** Names what the command reports of a picture: more than applicants are warned of. */
export type ReadingFinding =
  | FindingCode
  | 'NOTHING_READ'
  | 'TURNED'
  | 'NUMBER_CHECK'
  | 'CODE_CHECK'
  | 'BIRTH_DATE_DIFFERS'

/** Returns what a person should look at. Whether it shows the wrong thing is known only where a kind was given. */
export function findingsOf(reading: Reading, kind: DocumentKind | null): ReadingFinding[] {
  const { turned, fields } = reading
  const isRefuted = (field: 'idNumber' | 'code' | 'birthDate') => (fields[field]?.confidence ?? 1) <= REFUTED
  const isOtherDate = fields.idNumber !== undefined && !isRefuted('idNumber') && isRefuted('birthDate')
  return [
    ...(reading.kind === 'NONE' && Object.keys(fields).length === 0 ? (['NOTHING_READ'] as const) : []),
    ...(turned === 0 ? [] : (['TURNED'] as const)),
    ...pictureDoubts(kind, [reading]),
    ...(isRefuted('idNumber') ? (['NUMBER_CHECK'] as const) : []),
    ...(isRefuted('code') ? (['CODE_CHECK'] as const) : []),
    ...(isOtherDate ? (['BIRTH_DATE_DIFFERS'] as const) : []),
  ]
}
