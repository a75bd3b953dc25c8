import 'server-only'
import pg from 'pg'
import { to } from 'pg-copy-streams'
import { env } from '@/lib/core/env'
import { openConnection } from './connection'
import type { Prisma } from './generated/client'

/** What would have to be quoted on its way: no JSON text, id or code holds one. */
const [DELIMITER, QUOTE, NULLS] = ['\u0001', '\u0002', '\u0003']

/**
 * Lines that the database writes, each ended by LF, as the very bytes that it sends: as quick as COPY alone, in the memory
 * of what is on its way, and as of one instant, however long it takes. On a connection of its own, which can change
 * nothing, and which rather goes along an index than sort everything before the first line.
 *
 * @param select of one column of text, without the control characters U+0000 to U+0003, LF and CR, and none of `\.` alone
 */
export async function* copyLines(select: Prisma.Sql): AsyncGenerator<Buffer> {
  const client = await openConnection({ connectionString: env().DATABASE_URL })
  try {
    // For the transaction alone, since a pooler gives the session to others, and takes no options at its start.
    await client.query('BEGIN READ ONLY; SET LOCAL enable_sort = off')
    yield* client.query(
      to(
        `COPY (${inlined(select)}) TO STDOUT
        (FORMAT csv, DELIMITER '${DELIMITER}', QUOTE '${QUOTE}', ESCAPE '${QUOTE}', NULL '${NULLS}')`,
      ),
    )
  } finally {
    await client.end()
  }
}

/** COPY takes no parameters. */
function inlined({ strings, values }: Prisma.Sql): string {
  return strings.map((text, n) => (n === 0 ? text : `${literal(values[n - 1])}${text}`)).join('')
}

function literal(value: unknown): string {
  if (typeof value === 'string') return pg.escapeLiteral(value)
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  if (value instanceof Date) return `'${value.toISOString()}'::timestamptz`
  throw new TypeError(`No literal is made of ${typeof value}`)
}
