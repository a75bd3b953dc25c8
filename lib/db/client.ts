import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { type Prisma, PrismaClient } from './generated/client'
import { openPool } from './pool'
import { StatementNames } from './statement-names'

let client: PrismaClient | undefined
let pool: pg.Pool | undefined
const names = new StatementNames()

/** Returns the client of this process, made at first use. */
export function database(): PrismaClient {
  client ??= new PrismaClient({
    adapter: new PrismaPg(connections(), {
      statementNameGenerator: ({ sql }) => names.nameOf(sql) as string,
    }),
    transactionOptions: { maxWait: 10_000, timeout: 15_000 },
  })
  return client
}

function connections(): pg.Pool {
  pool ??= openPool()
  return pool
}

/**
 * Lends a connection for statements that Prisma doesn't have, such as COPY: one of those that requests share, so it
 * must be short. A connection on which work failed is closed.
 */
export async function withConnection<T>(work: (connection: pg.PoolClient) => Promise<T>): Promise<T> {
  const connection = await connections().connect()
  try {
    const result = await work(connection)
    connection.release()
    return result
  } catch (error) {
    connection.release(error as Error)
    throw error
  }
}

/** Closes the connections, so that the process can end. */
export async function disconnect(): Promise<void> {
  const [oldClient, oldPool] = [client, pool]
  client = undefined
  pool = undefined
  await oldClient?.$disconnect()
  await oldPool?.end()
}

declare const open: unique symbol

/** Branded, so that a function asking for a transaction can't be handed the bare client. */
export type Tx = Prisma.TransactionClient & { readonly [open]: true }

/** Reads only, inside a transaction or outside. */
export type Reader = Tx | PrismaClient

/** Describes work in the same transaction as other work: `after` gets the result of that. */
export type Companion = { before: (tx: Tx) => Promise<void>; after: (tx: Tx, result: unknown) => Promise<void> }

const companions = new AsyncLocalStorage<Companion>()

/**
 * Runs a verb so that each of its transactions does something in addition, which is committed with it, or not at all.
 */
export const accompanied = <T>(companion: Companion, verb: () => Promise<T>): Promise<T> =>
  companions.run(companion, verb)

/** Runs one transaction, read committed. It must be short: no network, decoder or disk inside. */
export function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const companion = companions.getStore()
  if (!companion) return database().$transaction((tx) => work(tx as Tx))
  // What the work starts in addition, in transactions of its own, is not accompanied again.
  return companions.exit(() =>
    database().$transaction(async (open) => {
      const tx = open as Tx
      await companion.before(tx)
      const result = await work(tx)
      await companion.after(tx, result)
      return result
    }),
  )
}

/** Runs work that only reads, all of it as of one moment: parts add up to their whole. */
export function snapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return database().$transaction((tx) => work(tx as Tx), { isolationLevel: 'RepeatableRead' })
}

/** Returns the database's clock, which every process shares: a time that decides or proves anything comes from here. */
export async function databaseTime(tx: Pick<Prisma.TransactionClient, '$queryRaw'> = database()): Promise<Date> {
  const [row] = await tx.$queryRaw<[{ now: Date }]>`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`
  return row.now
}
