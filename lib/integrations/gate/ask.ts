import 'server-only'
import { withConnection } from '@/lib/db/client'
import type { ApiScope, ApiVersion, Carrier } from '@/lib/db/generated/enums'
import type { Candidate } from './answer'

/** The key of a request, as the database has it at the moment of the answer. */
export type FoundKey = {
  id: string
  scopes: ApiScope[]
  version: ApiVersion
  accountId: string | null
  isTest: boolean
  networks: string[]
  isRevoked: boolean
  isExpired: boolean
  /** Says whether its last use was noted more than a minute ago. */
  isUseDue: boolean
}

/** Names a sender that a client checks. */
export type GateQuestion = { accountId: string; textIndex: Uint8Array; carrier: Carrier }

export type Found = { candidates: Candidate[]; isQualified: boolean }

/** Lists the states of what was approved at some time. */
const DECIDED = `'APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED'`

/**
 * Returns the statement that reads a key, and for each sender what the gate decides by. The gate knows nothing of an
 * account that is not for such a key. The last submission of an approved qualification is the one that was approved,
 * and its signatures are what it covers.
 */
const statementOf = (asked: string) => `
  SELECT k.id AS "keyId", k.scopes::text[] AS scopes, k.version, k.account_id AS "accountId", k.is_test AS "isTest", k.networks,
    k.revoked_at IS NOT NULL AS "isRevoked", coalesce(k.expires_at <= now(), false) AS "isExpired",
    coalesce(k.last_used_at < now() - interval '1 minute', true) AS "isUseDue",
    a.position::int AS position, c.*,
    c.id IS NULL AND a.position IS NOT NULL AND EXISTS (
      SELECT FROM qualifications o
      WHERE o.account_id = t.id AND o.status = 'APPROVED' AND o.valid_until > now()
    ) AS "isQualified"
  FROM api_keys k
  LEFT JOIN (${asked}) a ON true
  LEFT JOIN accounts t ON t.id = a.account_id AND t.is_test = k.is_test
  LEFT JOIN LATERAL (
    SELECT q.id, q.reference, q.status, q.decided_at AS "decidedAt", q.valid_until AS "validUntil",
      q.valid_until <= now() AS "isOver", q.purposes, f.state AS "filingState", f.extension_number AS "extensionNumber",
      g.is_on_behalf AND coalesce(q.authorised_from > (now() AT TIME ZONE 'Asia/Shanghai')::date, false) AS "isEarly",
      g.is_on_behalf AND coalesce(q.authorised_to < (now() AT TIME ZONE 'Asia/Shanghai')::date, false) AS "isUnauthorised"
    FROM sender_signatures g
    JOIN submissions s ON s.id = g.submission_id
    JOIN qualifications q ON q.id = s.qualification_id AND q.revision = s.revision
    LEFT JOIN filings f ON f.sender_signature_id = g.id AND f.carrier = a.carrier
    WHERE g.text_index = a.text_index AND q.account_id = t.id AND q.status IN (${DECIDED})
      AND q.decided_at IS NOT NULL AND q.valid_until IS NOT NULL
  ) c ON true
  WHERE k.secret_hash = $1`

/** One sender has a statement of its own: its plan does not depend on the number of senders. */
export const ONE = {
  name: 'gate-one',
  text: statementOf('SELECT 0 AS position, $2::uuid AS account_id, $3::bytea AS text_index, $4::"Carrier" AS carrier'),
}
const MANY = {
  name: 'gate-many',
  text: statementOf(`
    SELECT n - 1 AS position, account_id, text_index, carrier
    FROM unnest($2::uuid[], $3::bytea[], $4::"Carrier"[]) WITH ORDINALITY AS u(account_id, text_index, carrier, n)`),
}

type Row = Omit<FoundKey, 'id'> &
  Omit<Candidate, 'id'> & { keyId: string; id: string | null; position: number | null; isQualified: boolean }

/**
 * Reads a key and what the database has about senders in one statement, and so as of one moment. Nothing is remembered
 * from one request to the next: once a suspension or a revocation is committed, no later answer is without it.
 *
 * @param asked none to read the key alone
 * @returns null for a key that does not exist; otherwise what was found of each, in their order
 */
export async function askGate(
  hash: Buffer,
  asked: readonly GateQuestion[],
): Promise<{ key: FoundKey; found: Found[] } | null> {
  const [only] = asked
  const query =
    only && asked.length === 1
      ? { ...ONE, values: [hash, only.accountId, only.textIndex, only.carrier] }
      : {
          ...MANY,
          values: [
            hash,
            asked.map(({ accountId }) => accountId),
            asked.map(({ textIndex }) => textIndex),
            asked.map(({ carrier }) => carrier),
          ],
        }
  const { rows } = await withConnection((connection) => connection.query<Row>(query))
  const [first] = rows
  if (!first) return null
  const found = asked.map((): Found => ({ candidates: [], isQualified: false }))
  for (const row of rows) add(found, row)
  const { keyId: id, scopes, version, accountId, isTest, networks, isRevoked, isExpired, isUseDue } = first
  return { key: { id, scopes, version, accountId, isTest, networks, isRevoked, isExpired, isUseDue }, found }
}

function add(found: readonly Found[], { id, position, isQualified, ...row }: Row): void {
  const of = position === null ? undefined : found[position]
  if (!of) return
  of.isQualified ||= isQualified
  if (id !== null) of.candidates.push({ ...row, id })
}
