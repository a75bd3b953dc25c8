import 'server-only'
import { PrismaPg } from '@prisma/adapter-pg'
import { type Prisma, PrismaClient } from './generated/client'
import { openPool } from './pool'

let client: PrismaClient | undefined

/** One client a process, made at first use. */
export function database(): PrismaClient {
  client ??= new PrismaClient({
    adapter: new PrismaPg(openPool(), {
      disposeExternalPool: true,
      statementNameGenerator: ({ sql }) => nameOf(sql) as string,
    }),
    transactionOptions: { maxWait: 10_000, timeout: 15_000 },
  })
  return client
}

/** More distinct statements than the portal has; what comes on top, such as lists of odd lengths, is planned each time. */
const MOST_NAMES = 200
const names = new Map<string, string>()

/** A statement that has a name is parsed and planned once a connection: short acts spend most of their time there. */
function nameOf(sql: string): string | undefined {
  const known = names.get(sql)
  if (known || names.size >= MOST_NAMES) return known
  const name = `s${names.size}`
  names.set(sql, name)
  return name
}

/** Closes the connections, so that the process can end. */
export async function disconnect(): Promise<void> {
  await client?.$disconnect()
  client = undefined
}

declare const open: unique symbol

/** Branded, so that a function asking for a transaction can't be handed the bare client. */
export type Tx = Prisma.TransactionClient & { readonly [open]: true }

/** For what only reads, and may do so inside a transaction or outside. */
export type Reader = Tx | PrismaClient

/** One transaction, read committed. Short: no network, decoder or disk inside. */
export function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return database().$transaction((tx) => work(tx as Tx))
}

/** For what only reads, and reads all of it as of one moment: parts add up to their whole. */
export function snapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return database().$transaction((tx) => work(tx as Tx), { isolationLevel: 'RepeatableRead' })
}

/** The database's clock, which every process shares: a time that decides or proves anything comes from here. */
export async function databaseTime(tx: Pick<Prisma.TransactionClient, '$queryRaw'> = database()): Promise<Date> {
  const [row] = await tx.$queryRaw<[{ now: Date }]>`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`
  return row.now
}
