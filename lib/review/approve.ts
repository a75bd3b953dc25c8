import 'server-only'
import { dataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import type { Tx } from '@/lib/db/client'
import { Carrier, type QualificationKind } from '@/lib/db/generated/enums'
import { fieldPlace } from '@/lib/qualifications/sealed'
import { rulebookOf } from '@/lib/rulebook/registry'
import { LONG_TERM, type Rulebook } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { validUntil } from './lifecycle'

type Approved = { id: string; kind: QualificationKind; dataKeyId: string }

/** What an approval brings along: its end, and for each sender signature and carrier a filing that isn't begun. */
export async function approve(
  tx: Tx,
  approved: Approved,
  { id: submissionId, rulebookVersion }: { id: string; rulebookVersion: string },
  now: Date,
): Promise<void> {
  const rulebook = await rulebookOf(rulebookVersion, tx)
  const { validityMonths } = rulebook.terms
  const lastDays = await lastDaysOf(tx, approved, submissionId, rulebook)
  await tx.qualification.update({
    where: { id: approved.id },
    data: { validUntil: validUntil(now, validityMonths, lastDays) },
  })
  const signatures = await tx.senderSignature.findMany({ where: { submissionId }, select: { id: true } })
  await tx.filing.createMany({
    data: signatures.flatMap(({ id }) => Object.values(Carrier).map((carrier) => ({ senderSignatureId: id, carrier }))),
  })
}

/** The last days of the documents that were declared to end: of the fields that the rulebook lets not have ended. */
async function lastDaysOf(tx: Tx, { kind, dataKeyId }: Approved, submissionId: string, rulebook: Rulebook) {
  const keys = rulesFor(rulebook, kind)
    .groups.flatMap(({ fields }) => fields)
    .filter(({ checks }) => checks.includes('NOT_ENDED'))
    .map(({ key }) => key)
  const rows = await tx.declaredField.findMany({ where: { submissionId, key: { in: keys } } })
  const key = await dataKey(tx, dataKeyId)
  return rows
    .map((row) => open(key, fieldPlace(submissionId, row.key), row.valueSealed))
    .filter((value) => value !== '' && value !== LONG_TERM)
}
