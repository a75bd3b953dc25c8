import 'server-only'
import { createHmac } from 'node:crypto'
import { unwrapIfStored } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { signaturePlace } from '@/lib/qualifications/sealed'
import { PURPOSES } from '@/lib/review/queue/queue-choices'
import { type Allowance, type Approved, allowancesOf } from './allowances'
import type { AccountSenders } from './schemas'

/**
 * Describes an account with all its senders: what they may send, and the signatures themselves, which don't leave the
 * portal.
 */
export type KnownAccount = {
  account: string
  senders: { text: string; allowed: AccountSenders['senders'][0]['allowed'] }[]
}

/**
 * Puts a digest under the key that asks, which the portal does not store, in the place of each signature. It can be a
 * person's name, and a hash without a key would be found by trying names.
 */
export const listedUnder = (secret: string, accounts: readonly KnownAccount[]): AccountSenders[] =>
  accounts.map(({ account, senders }) => ({
    account,
    senders: senders.map(({ text, allowed }) => ({ signature: digestUnder(secret, account, text), allowed })),
  }))

export const digestUnder = (secret: string, account: string, signature: string): string =>
  createHmac('sha256', secret).update(`${account}\n${signature.toUpperCase()}`).digest('base64url')

type Row = Approved & {
  accountId: string
  signatureId: string
  textSealed: Uint8Array
  textIndex: string
  dataKeyId: string
  wrapped: Uint8Array<ArrayBuffer>
  keyringId: string
}

/**
 * Returns all senders of each account as the gate knows them now, in the order of the accounts. An account without any,
 * as after an erasure, has none here too: that says to forget it.
 */
export async function readSenders(accountIds: readonly string[]): Promise<KnownAccount[]> {
  if (accountIds.length === 0) return []
  const bySender = new Map<string, Row[]>()
  for (const row of await readRows(accountIds)) {
    const sender = `${row.accountId} ${row.textIndex}`
    bySender.set(sender, [...(bySender.get(sender) ?? []), row])
  }
  const sendersOf = new Map<string, KnownAccount['senders']>(accountIds.map((id) => [id, []]))
  for (const rows of bySender.values()) {
    const [first] = rows
    const text = first && (await textOf(first))
    if (!first || text === null || text === undefined) continue
    sendersOf.get(first.accountId)?.push({ text, allowed: allowancesOf(rows).map(listed) })
  }
  return accountIds.map((account) => ({ account, senders: sendersOf.get(account) ?? [] }))
}

async function textOf({ signatureId, textSealed, dataKeyId, wrapped, keyringId }: Row): Promise<string | null> {
  const key = await unwrapIfStored({ id: dataKeyId, wrapped, keyringId })
  return key && open(key, signaturePlace(signatureId), textSealed)
}

const listed = ({ carrier, uses, from, until, qualificationId, extensionNumber }: Allowance) => ({
  carrier,
  uses: PURPOSES.filter((use) => uses.includes(use)),
  from: from?.toISOString() ?? null,
  until: until.toISOString(),
  qualification: qualificationId,
  extensionNumber,
})

/** Reads what the statement of the gate reads, of whole accounts and without a moment. */
function readRows(accountIds: readonly string[]): Promise<Row[]> {
  return database().$queryRaw`
    SELECT q.account_id AS "accountId", q.id AS "qualificationId", q.status::text AS status, q.decided_at AS "decidedAt",
      q.valid_until AS "validUntil", q.purposes, g.id AS "signatureId", g.text_sealed AS "textSealed",
      encode(g.text_index, 'hex') AS "textIndex", k.id AS "dataKeyId", k.wrapped, k.keyring_id AS "keyringId",
      CASE WHEN g.is_on_behalf THEN q.authorised_from::timestamp AT TIME ZONE 'Asia/Shanghai' END AS "startsAt",
      CASE WHEN g.is_on_behalf THEN (q.authorised_to + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' END AS "endsAt",
      coalesce((
        SELECT json_agg(json_build_object(
          'carrier', f.carrier, 'state', f.state, 'extensionNumber', f.extension_number) ORDER BY f.carrier)
        FROM filings f WHERE f.sender_signature_id = g.id), '[]') AS filings
    FROM qualifications q
    JOIN submissions s ON s.qualification_id = q.id AND s.revision = q.revision
    JOIN sender_signatures g ON g.submission_id = s.id AND g.text_index IS NOT NULL
    JOIN data_keys k ON k.id = q.data_key_id
    WHERE q.account_id = ANY(${accountIds}::uuid[]) AND q.status IN ('APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED')
      AND q.decided_at IS NOT NULL AND q.valid_until IS NOT NULL
    ORDER BY q.decided_at, g.position`
}
