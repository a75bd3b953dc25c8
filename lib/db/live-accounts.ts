import 'server-only'
import { Prisma } from './generated/client'

/** The column that names the account of a row. */
type AccountColumn = 'q.account_id' | 'account_id' | 'qualifications.account_id'

/** Matches rows of accounts that count, as `LIVE` does: test accounts are few, and an index has them. */
export const isLiveAccount = (column: AccountColumn): Prisma.Sql =>
  Prisma.sql`NOT EXISTS (SELECT FROM accounts t WHERE t.id = ${Prisma.raw(column)} AND t.is_test)`
