import 'server-only'
import { systemKey } from '@/lib/crypto/data-keys'
import { open, seal } from '@/lib/crypto/fields'

type TicketTable = 'sign_in_codes' | 'passkeys' | 'accounts'

const place = (table: TicketTable, row: string) => ({ table, column: 'ticket', row })

/** Issues a ticket that names a row and carries a text. One of another table, or with another text, doesn't open. */
export async function sealRowTicket(table: TicketTable, row: string, text: string): Promise<string> {
  return `${row}.${seal(await systemKey('CODES'), place(table, row), text).toString('base64url')}`
}

/** Opens a ticket; null when it is not one of ours, or of another table. */
export async function openRowTicket(table: TicketTable, ticket: string): Promise<{ row: string; text: string } | null> {
  const [, row, sealed] = /^([0-9a-f-]{36})\.([\w-]{1,400})$/.exec(ticket) ?? []
  if (!row || !sealed) return null
  const key = await systemKey('CODES')
  try {
    return { row, text: open(key, place(table, row), Buffer.from(sealed, 'base64url')) }
  } catch {
    return null
  }
}
