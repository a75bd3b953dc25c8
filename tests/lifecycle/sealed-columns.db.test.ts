import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SYSTEM } from '@/lib/actor/actor'
import { database, transaction } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { erasePerson } from '@/lib/privacy/erasure/erase-person'
import { eraseQualification } from '@/lib/privacy/erasure/erase-qualification'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { decide, submit } from '@/tests/factories/journey'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft } from '@/tests/factories/qualifications'

/** Columns that are cleared when their key is erased, with what distinguishes an erased row of their table. */
const CLEARED: Record<string, string> = {
  'declared_fields.value_sealed': 'true',
  'sender_signatures.text_sealed': 'true',
  'sample_messages.text_sealed': 'true',
  'letters.facts_sealed': 'true',
  'turns.note_sealed': 'true',
  'part_judgements.note_sealed': 'true',
  'filings.reason_sealed': 'true',
  'supplements.note_sealed': 'true',
  'supplements.reason_sealed': 'true',
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

/** Tables whose rows are deleted: with the erasure, or when their own retention is over. */
const DELETED = [
  'access_cases.phone_sealed',
  'member_invitations.phone_sealed',
  'uploads.name_sealed',
  'readings.content_sealed',
  'judgement_drafts.content_sealed',
  'pending_decisions.content_sealed',
  'outbox_messages.to_sealed',
  'outbox_messages.params_sealed',
  'passkeys.name_sealed',
  'totp_secrets.secret_sealed',
  'factor_challenges.secret_sealed',
  'invitations.email_sealed',
  'stored_answers.answer_sealed',
]

/** Columns of staff, who write under a key of their own: they contain no applicant's data. */
const OF_STAFF = ['legal_holds.note_sealed', 'saved_phrases.text_sealed']

/** These columns contain keys of the platform’s own systems. */
const OF_SYSTEMS = ['webhook_secrets.secret_sealed', 'webhook_secrets.private_key_sealed']

test('each sealed column of the schema is cleared, deleted, or of staff', async () => {
  const columns = await database().$queryRaw<{ name: string }[]>`
    SELECT table_name || '.' || column_name AS name FROM information_schema.columns
    WHERE table_schema = current_schema() AND data_type = 'bytea' AND column_name LIKE '%sealed%'`
  const known = [...Object.keys(CLEARED), ...DELETED, ...OF_STAFF, ...OF_SYSTEMS]
  expect(columns.map(({ name }) => name).sort()).toEqual(known.sort())
})

/** Returns bytes in each column that must have none. */
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

/** Creates a withdrawn qualification, with a sealed value in each of the columns. */
async function aFullWorld(applicant: Applicant): Promise<{ id: string; requestId: string }> {
  const { id } = await aReadyDraft({ applicant: { ...applicant.actor, accountId: applicant.accountId } })
  await submit(applicant.actor, id)
  await decide((await aColleague()).actor, id, { ID_IN_HAND: 'BLURRED' })
  await withdrawQualification(applicant.actor, { qualificationId: id })
  const bytes = Buffer.from('sealed')
  const { id: senderSignatureId } = await database().senderSignature.findFirstOrThrow({
    where: { submission: { qualificationId: id } },
  })
  const filing = await database().filing.create({ data: { senderSignatureId, carrier: 'CMCC', reasonSealed: bytes } })
  const { submissionId } = await database().senderSignature.findUniqueOrThrow({
    where: { id: filing.senderSignatureId },
  })
  const closed = { state: 'REFUSED', closedById: applicant.id, closedAt: new Date() } as const
  const about = { senderSignatureId, carrier: 'CMCC', submissionId, kind: 'SUPPORTING' } as const
  const written = { noteSealed: bytes, reasonSealed: bytes, requestedById: applicant.id }
  await database().supplement.create({ data: { ...about, ...written, ...closed } })
  await database().statusChange.create({
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

test('erased data is cleared in the same transaction; before, no frozen data can be', async () => {
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

test('data that an earlier version erased, but left in its rows, is cleared by the migration', async () => {
  // That version had no supplements, and no rows of letters.
  const known = Object.entries(CLEARED).filter(([name]) => !/^(supplements|letters)\./.test(name))
  const tables = [...new Set(known.map(([name]) => name.split('.')[0]))]
  const migration = readFileSync('prisma/migrations/20261127020000_erased_for_good/migration.sql', 'utf8')
  const [, backfill = ''] = migration.split('-- What was erased before this version.')
  await asOwner(async (client) => {
    for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    for (const [name, condition] of known) {
      const [table, column] = name.split('.')
      await client.query(`UPDATE ${table} SET ${column} = 'left' WHERE ${condition}`)
    }
    for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
    const left = known.map(([name]) => name).sort()
    await client.query("UPDATE letters SET facts_sealed = ''")
    expect(Object.keys(await filled((condition) => condition)).sort()).toEqual(left)
    await client.query(backfill)
  })
  expect(await filled((condition) => condition)).toEqual({})
})
