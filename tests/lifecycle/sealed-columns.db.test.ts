import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SYSTEM } from '@/lib/auth/actor'
import { database, transaction } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { erasePerson } from '@/lib/privacy/erase-person'
import { eraseQualification } from '@/lib/privacy/erase-qualification'
import { withdrawQualification } from '@/lib/qualifications/withdraw-qualification'
import { decide, handIn } from '@/tests/factories/journey'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft } from '@/tests/factories/qualifications'

/** Cleared when their key is erased, with what tells an erased row from others of its table. */
const CLEARED: Record<string, string> = {
  'declared_fields.value_sealed': 'true',
  'sender_signatures.text_sealed': 'true',
  'sample_messages.text_sealed': 'true',
  'turns.note_sealed': 'true',
  'part_judgements.note_sealed': 'true',
  'filings.reason_sealed': 'true',
  'stored_files.name_sealed': 'true',
  'users.name_sealed': 'erased_at IS NOT NULL',
  'users.phone_sealed': 'erased_at IS NOT NULL',
  'users.email_sealed': 'erased_at IS NOT NULL',
  'users.notice_email_sealed': 'erased_at IS NOT NULL',
  'sessions.network_sealed': 'user_id IN (SELECT id FROM users WHERE erased_at IS NOT NULL)',
  'erasure_requests.note_sealed': 'true',
  'audit_disclosures.salt_sealed': 'data_key_id IN (SELECT id FROM data_keys WHERE erased_at IS NOT NULL)',
  'audit_disclosures.value_sealed': 'data_key_id IN (SELECT id FROM data_keys WHERE erased_at IS NOT NULL)',
}

/** Their rows are deleted: with the erasure, or by the clock when their own time is over. */
const DELETED = [
  'access_cases.phone_sealed',
  'member_invitations.phone_sealed',
  'uploads.name_sealed',
  'outbox_messages.to_sealed',
  'outbox_messages.params_sealed',
  'passkeys.name_sealed',
  'totp_secrets.secret_sealed',
  'factor_challenges.secret_sealed',
  'invitations.email_sealed',
]

/** Of staff, who write under a key of its own: no applicant's data. */
const OF_STAFF = ['legal_holds.note_sealed']

test('each sealed column of the schema is cleared, deleted, or of staff', async () => {
  const columns = await database().$queryRaw<{ name: string }[]>`
    SELECT table_name || '.' || column_name AS name FROM information_schema.columns
    WHERE table_schema = current_schema() AND data_type = 'bytea' AND column_name LIKE '%sealed%'`
  const known = [...Object.keys(CLEARED), ...DELETED, ...OF_STAFF]
  expect(columns.map(({ name }) => name).sort()).toEqual(known.sort())
})

/** Bytes in each column that must have none. */
async function filled(where: (condition: string) => string): Promise<Record<string, number>> {
  const counts = await Promise.all(
    Object.entries(CLEARED).map(async ([name, condition]) => {
      const [table, column] = name.split('.')
      const rows = await database().$queryRawUnsafe<{ n: number }[]>(
        `SELECT count(*)::int AS n FROM ${table} WHERE octet_length(${column}) > 0 AND (${where(condition)})`,
      )
      return [name, rows[0]?.n ?? 0] as const
    }),
  )
  return Object.fromEntries(counts.filter(([, n]) => n > 0))
}

type Applicant = Awaited<ReturnType<typeof aRegisteredApplicant>>

/** A withdrawn qualification, with something sealed in each of the columns. */
async function aFullWorld(applicant: Applicant): Promise<{ id: string; requestId: string }> {
  const { id } = await aReadyDraft({ applicant: { ...applicant.actor, accountId: applicant.accountId } })
  await handIn(applicant.actor, id)
  await decide((await aColleague()).actor, id, { ID_IN_HAND: 'BLURRED' })
  await withdrawQualification(applicant.actor, { qualificationId: id })
  const bytes = Buffer.from('sealed')
  const { id: senderSignatureId } = await database().senderSignature.findFirstOrThrow({
    where: { submission: { qualificationId: id } },
  })
  await database().filing.create({ data: { senderSignatureId, carrier: 'CMCC', reasonSealed: bytes } })
  await database().turn.create({
    data: { qualificationId: id, kind: 'SUSPENDED', reason: 'OTHER', noteSealed: bytes, at: new Date() },
  })
  const person = { nameSealed: bytes, emailSealed: bytes, noticeEmailSealed: bytes, noticeEmailConfirmedAt: new Date() }
  await database().user.update({ where: { id: applicant.id }, data: person })
  await database().session.updateMany({ where: { userId: applicant.id }, data: { networkSealed: bytes } })
  const { id: requestId } = await database().erasureRequest.create({
    data: {
      ...{ accountId: applicant.accountId, requestedById: applicant.id, obstacles: [], noteSealed: bytes },
      ...{ state: 'GRANTED', decidedById: applicant.id, decidedAt: new Date(), reason: 'OTHER' },
    },
  })
  return { id, requestId }
}

test('what is erased is cleared in the same transaction; before, nothing that is frozen can be', async () => {
  const applicant = await aRegisteredApplicant()
  const { id, requestId } = await aFullWorld(applicant)
  expect(Object.keys(await filled(() => 'true')).sort()).toEqual(Object.keys(CLEARED).sort())
  for (const change of [
    `UPDATE turns SET note_sealed = NULL`,
    `UPDATE part_judgements SET note_sealed = NULL`,
    `UPDATE declared_fields SET value_sealed = '', value_index = NULL`,
  ]) {
    await expect(
      asOwner((owner) => owner.query(change)),
      change,
    ).rejects.toThrow(/append-only|frozen/)
  }

  await transaction((tx) =>
    eraseQualification(tx, SYSTEM, { id, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'REQUEST', requestId }),
  )
  await transaction((tx) =>
    erasePerson(tx, applicant.actor, { userId: applicant.id, accountId: applicant.accountId, requestId }),
  )
  expect(await filled((condition) => condition)).toEqual({})

  for (const change of [
    `UPDATE turns SET reason = 'OTHER', kind = 'RESUMED'`,
    `UPDATE turns SET note_sealed = 'x'`,
    `UPDATE part_judgements SET verdict = 'ACCEPTED'`,
    `UPDATE declared_fields SET value_sealed = 'x'`,
    `UPDATE sample_messages SET position = position + 100`,
    `DELETE FROM turns`,
  ]) {
    await expect(
      asOwner((owner) => owner.query(change)),
      change,
    ).rejects.toThrow(/append-only|frozen/)
  }
})

test('what an earlier version erased, and left in its rows, is cleared by the migration', async () => {
  const tables = [...new Set(Object.keys(CLEARED).map((name) => name.split('.')[0]))]
  const migration = readFileSync('prisma/migrations/20261127020000_erased_for_good/migration.sql', 'utf8')
  const [, backfill = ''] = migration.split('-- What was erased before this version.')
  await asOwner(async (client) => {
    for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    for (const [name, condition] of Object.entries(CLEARED)) {
      const [table, column] = name.split('.')
      await client.query(`UPDATE ${table} SET ${column} = 'left' WHERE ${condition}`)
    }
    for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
    expect(Object.keys(await filled((condition) => condition)).sort()).toEqual(Object.keys(CLEARED).sort())
    await client.query(backfill)
  })
  expect(await filled((condition) => condition)).toEqual({})
})
