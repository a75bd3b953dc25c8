import 'server-only'
import { database } from '@/lib/db/client'
import { pageOf } from '@/lib/db/keyset'
import { type KnownAccount, readSenders } from './read-senders'
import type { Senders, SendersQuery } from './schemas'
import { lastChange, sequenceChanges } from './sequence'

type Given = SendersQuery & { accountId: string | null; isTest: boolean }
type Found = Omit<Senders, 'accounts'> & { accounts: KnownAccount[] }

/**
 * Returns a page of every sender that the gate knows, by account. The first page notes the last change before it reads,
 * and its cursors carry it on: any change that is made while pages are read comes in the feed after it, so that both
 * together converge.
 */
export async function listSenders({ cursor, limit, accountId, isTest }: Given): Promise<Found> {
  const [changes = '', beyond] = cursor?.split('.') ?? [await currentChange()]
  const rows = await database().$queryRaw<{ id: string }[]>`
    SELECT a.id FROM accounts a
    WHERE a.is_test = ${isTest} AND (${accountId}::uuid IS NULL OR a.id = ${accountId}::uuid) AND (${beyond}::uuid IS NULL OR a.id > ${beyond}::uuid)
      AND EXISTS (
        SELECT FROM qualifications q
        WHERE q.account_id = a.id AND q.status IN ('APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED'))
    ORDER BY a.id LIMIT ${limit + 1}`
  const { page, end } = pageOf(rows, limit)
  return {
    accounts: await readSenders(page.map(({ id }) => id)),
    next: end ? `${changes}.${end.id}` : null,
    changes,
  }
}

async function currentChange(): Promise<string> {
  await sequenceChanges()
  return lastChange()
}
