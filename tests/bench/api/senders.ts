import { asOwner } from '@/lib/db/owner'
import { signatureIndex } from '@/lib/qualifications/sealed'

export type BenchedSender = { account: string; signature: string; index: Buffer }

/** So many rows are made by one statement. */
const PIECE = 50_000
/** Counts the senders that are checked, of however many there are. */
const KNOWN = 10_000

const TABLES = ['accounts', 'qualifications', 'submissions', 'sender_signatures', 'filings']

/**
 * Makes senders that are allowed: each with an account, a qualification, a signature and a filing, copied from one. No
 * trigger notes them: the feed and the webhooks know nothing of them.
 *
 * @returns some of them, from all over the tables; nobody knows the text of the others' signatures
 */
export async function fillSendersTo(qualificationId: string, from: number, to: number): Promise<BenchedSender[]> {
  const step = Math.max(1, Math.floor((to - from) / KNOWN))
  const numbers = Array.from({ length: Math.min(KNOWN, to - from) }, (_, n) => from + n * step)
  const indexes = await Promise.all(numbers.map(async (n) => Buffer.from(await signatureIndex(`签名${n}`))))
  return asOwner(async (client) => {
    for (const table of TABLES) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    await client.query('CREATE TEMPORARY TABLE known (n int PRIMARY KEY, text_index bytea NOT NULL)')
    await client.query('INSERT INTO known SELECT * FROM unnest($1::int[], $2::bytea[])', [numbers, indexes])
    for (let at = from; at < to; at += PIECE) {
      const all = `generate_series(${at}, ${Math.min(at + PIECE, to) - 1}) AS n`
      for (const statement of statementsFor(all)) {
        await client.query(statement, statement.includes('$1') ? [qualificationId] : [])
      }
    }
    for (const table of TABLES) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
    await client.query(`VACUUM ANALYZE ${TABLES.join(', ')}`)
    const { rows } = await client.query(`SELECT n, ${ID} AS account, text_index AS index FROM known`)
    return rows.map(({ n, account, index }) => ({ account, index, signature: `签名${n}` }))
  })
}

const ID = "overlay(overlay(md5('sender ' || n) placing '4' from 13) placing '8' from 17)::uuid" // a version 4

const statementsFor = (all: string): string[] => [
  `INSERT INTO accounts (id) SELECT ${ID} FROM ${all}`,
  `INSERT INTO qualifications (id, reference, account_id, created_by_id, kind, status, revision, data_key_id, purposes,
     queued_at, queue_place, first_submitted_at, decided_at, valid_until, updated_at)
   SELECT ${ID}, 'BENCH-' || n, ${ID}, q.created_by_id, q.kind, q.status, 1, q.data_key_id, q.purposes,
     q.queued_at, q.queue_place, q.first_submitted_at, q.decided_at, q.valid_until, now()
   FROM qualifications q, ${all} WHERE q.id = $1`,
  `INSERT INTO submissions (id, qualification_id, revision, rulebook_version, letter_version, submitted_at, submitted_by_id)
   SELECT ${ID}, ${ID}, 1, s.rulebook_version, s.letter_version, s.submitted_at, s.submitted_by_id
   FROM submissions s, ${all} WHERE s.qualification_id = $1`,
  `INSERT INTO sender_signatures (id, submission_id, position, source, text_sealed, text_index)
   SELECT ${ID}, ${ID}, 0, 'OWN_NAME', '', coalesce(known.text_index, sha256(n::text::bytea))
   FROM ${all} LEFT JOIN known USING (n)`,
  `INSERT INTO filings (sender_signature_id, carrier, state, filed_at, effective_at, updated_at)
   SELECT ${ID}, 'CMCC', 'EFFECTIVE', now(), now(), now() FROM ${all}`,
]
