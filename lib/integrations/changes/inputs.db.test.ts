import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { anApplicant } from '@/tests/factories/review'
import { anApprovedSender } from '@/tests/factories/senders'
import { ONE } from '../gate/ask'

/**
 * Everything that the statement of the gate reads writes a change when it changes. Verbs can't forget it, and nor can a
 * new column.
 */

type Sender = Awaited<ReturnType<typeof anApprovedSender>>
let sender: Sender
let other: Sender
beforeAll(async () => {
  other = await anApprovedSender()
  // What a submission contains is frozen: only an erasure changes it, and not these columns.
  for (const table of ['sender_signatures', 'submissions']) {
    await asOwner((client) => client.query(`ALTER TABLE ${table} DISABLE TRIGGER ${table}_frozen`))
  }
})
beforeEach(async () => {
  sender = await anApprovedSender()
})

const noted = (accountId: string) => database().senderChange.count({ where: { accountId } })

/** Runs a statement on a row of the sender's, and returns how many changes it wrote of the account. */
async function changesBy(statement: string, values: readonly unknown[] = []): Promise<number> {
  const before = await noted(sender.check.account)
  await asOwner((client) => client.query(statement, [...values]))
  return (await noted(sender.check.account)) - before
}

const OF_QUALIFICATION = {
  reference: "'ZX-' || gen_random_uuid()",
  status: "'SUSPENDED'",
  revision: 'revision + 1',
  purposes: "ARRAY['MARKETING']",
  authorised_from: "'2026-01-01'",
  authorised_to: "'2026-01-01'",
  decided_at: 'now()',
  valid_until: 'now()',
}
const OF_SIGNATURE = { is_on_behalf: 'NOT is_on_behalf', text_index: "'\\x00'" }
const OF_FILING = { state: "'FAILED'", extension_number: "'7'" }

/**
 * Lists columns that name a row, which never change: there is another row then. Whether an account is a test never
 * changes either.
 */
const NAMES = ['accounts.id', 'accounts.is_test', 'qualifications.id', 'submissions.id', 'sender_signatures.id']
/** Rows that go to another parent are tried one by one below. */
const MOVED = [
  'qualifications.account_id',
  'submissions.qualification_id',
  'submissions.revision',
  'sender_signatures.submission_id',
  'filings.sender_signature_id',
  'filings.carrier',
]

test.each(Object.entries(OF_QUALIFICATION))('qualifications.%s', async (column, value) => {
  expect(await changesBy(`UPDATE qualifications SET ${column} = ${value} WHERE id = $1`, [sender.id])).toBe(1)
})

test.each(Object.entries(OF_SIGNATURE))('sender_signatures.%s', async (column, value) => {
  const statement = `UPDATE sender_signatures SET ${column} = ${value} WHERE id = $1`
  expect(await changesBy(statement, [sender.senderSignatureId])).toBe(1)
})

test.each(Object.entries(OF_FILING))('filings.%s', async (column, value) => {
  const statement = `UPDATE filings SET ${column} = ${value} WHERE sender_signature_id = $1 AND carrier = 'CMCC'`
  expect(await changesBy(statement, [sender.senderSignatureId])).toBe(1)
})

test('a row that goes to another parent changes both', async () => {
  const { senderSignatureId, submissionId, id } = sender
  const before = await noted(other.check.account)
  const filed =
    'UPDATE filings SET sender_signature_id = $1, carrier = $4 WHERE sender_signature_id = $2 AND carrier = $3'
  await asOwner((client) =>
    client.query(`DELETE FROM filings WHERE sender_signature_id = $1 AND carrier = 'CBN'`, [other.senderSignatureId]),
  )
  expect(await changesBy(filed, [other.senderSignatureId, senderSignatureId, 'CTCC', 'CBN'])).toBe(1)
  const signature = 'UPDATE sender_signatures SET submission_id = $1 WHERE id = $2'
  expect(await changesBy(signature, [other.submissionId, senderSignatureId])).toBe(1)
  expect(
    await changesBy('UPDATE submissions SET qualification_id = $1, revision = 9 WHERE id = $2', [
      other.id,
      submissionId,
    ]),
  ).toBe(1)
  expect(await changesBy('UPDATE submissions SET revision = 10 WHERE id = $1', [submissionId])).toBe(0)
  expect(await changesBy('UPDATE qualifications SET account_id = $1 WHERE id = $2', [other.check.account, id])).toBe(1)
  expect(await noted(other.check.account)).toBe(before + 5)
})

test('a row that comes or goes', async () => {
  const { senderSignatureId, id } = sender
  const filing = [senderSignatureId, 'CBN']
  const unfile = 'DELETE FROM filings WHERE sender_signature_id = $1 AND carrier = $2'
  const file = 'INSERT INTO filings (sender_signature_id, carrier, updated_at) VALUES ($1, $2, now())'
  expect(await changesBy(unfile, filing)).toBe(0) // the gate answers of no filing as of one that is not filed
  expect(await changesBy(file, filing)).toBe(0)
  const fileWith = (column: string, value: string) =>
    `INSERT INTO filings (sender_signature_id, carrier, updated_at, ${column}) VALUES ($1, $2, now(), ${value})`
  for (const [column, value] of Object.entries(OF_FILING)) {
    await changesBy(unfile, filing)
    expect(await changesBy(fileWith(column, value), filing)).toBe(1)
    expect(await changesBy(unfile, filing)).toBe(1)
  }
  const submission = `INSERT INTO submissions (id, qualification_id, revision, rulebook_version, letter_version) VALUES ($1, $2, 2, '1', '1')`
  const [submissionId, signatureId, copyId] = [randomUUID(), randomUUID(), randomUUID()]
  expect(await changesBy(submission, [submissionId, id])).toBe(1)
  const sign = `INSERT INTO sender_signatures (id, submission_id, position, source, text_sealed, text_index) VALUES ($1, $2, 0, 'APP', '', '\\x01')`
  expect(await changesBy(sign, [signatureId, submissionId])).toBe(1)
  expect(await changesBy('DELETE FROM sender_signatures WHERE id = $1', [signatureId])).toBe(1)
  expect(await changesBy('DELETE FROM submissions WHERE id = $1', [submissionId])).toBe(1)
  const copy = `
    INSERT INTO qualifications (id, reference, account_id, created_by_id, kind, status, data_key_id, updated_at)
    SELECT $1, gen_random_uuid()::text, account_id, created_by_id, kind, status, data_key_id, now() FROM qualifications WHERE id = $2`
  expect(await changesBy(copy, [copyId, id])).toBe(1)
  expect(await changesBy('DELETE FROM qualifications WHERE id = $1', [copyId])).toBe(1)
})

test('what the gate does not read writes none, and nor does a draft', async () => {
  expect(
    await changesBy('UPDATE qualifications SET updated_at = now(), is_urgent = true WHERE id = $1', [sender.id]),
  ).toBe(0)
  expect(await changesBy('UPDATE qualifications SET status = status WHERE id = $1', [sender.id])).toBe(0)
  expect(await noted((await anApplicant()).accountId)).toBe(0)
  await asOwner((client) => client.query(`UPDATE qualifications SET status = 'DRAFT' WHERE id = $1`, [sender.id]))
  expect(
    await changesBy('UPDATE sender_signatures SET is_on_behalf = true WHERE id = $1', [sender.senderSignatureId]),
  ).toBe(0)
})

test('each column that the statement of the gate reads is tried here', async () => {
  const { rows } = await asOwner(async (client) => {
    await client.query(`CREATE VIEW gate_inputs AS ${ONE.text.replace(/\$\d/g, 'NULL')}`)
    return client.query<{ input: string }>(`
      SELECT DISTINCT c.relname || '.' || a.attname AS input
      FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class c ON c.oid = d.refobjid
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
      WHERE r.ev_class = 'gate_inputs'::regclass AND d.refobjsubid > 0 AND c.relname <> 'api_keys'`)
  })
  const tried = [
    ...Object.keys(OF_QUALIFICATION).map((column) => `qualifications.${column}`),
    ...Object.keys(OF_SIGNATURE).map((column) => `sender_signatures.${column}`),
    ...Object.keys(OF_FILING).map((column) => `filings.${column}`),
    ...NAMES,
    ...MOVED,
  ]
  expect(rows.map(({ input }) => input).toSorted()).toEqual(tried.toSorted())
})
