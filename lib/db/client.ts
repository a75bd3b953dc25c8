import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { type Prisma, PrismaClient } from './generated/client'
import { openPool } from './pool'
import { StatementNames } from './statement-names'

type Connections = { pool?: pg.Pool; readonly names: StatementNames; readonly open: () => pg.Pool }

const CLIENT = Symbol.for('zhunxin.database-client')
const CONNECTIONS = Symbol.for('zhunxin.database-connections')
/** The portal's program and the built app each have a copy of this module; a process has one client and one pool. */
const shared = globalThis as { [CLIENT]?: PrismaClient; [CONNECTIONS]?: Connections }
shared[CONNECTIONS] ??= { names: new StatementNames(), open: openPool }
const own = shared[CONNECTIONS]

/** Returns the client of this process, made at first use. */
export function database(): PrismaClient {
  poolOf(own)
  shared[CLIENT] ??= new PrismaClient({
    adapter: new PrismaPg(currentPool(), {
      statementNameGenerator: ({ sql }) => current().names.nameOf(sql) as string,
    }),
    transactionOptions: { maxWait: 10_000, timeout: 15_000 },
  })
  return shared[CLIENT]
}

/**
 * Returns a pool that has no connections of its own: the client outlives those that it works on. They are opened by who
 * asks for the client, so that nothing that was left behind opens them once they are closed.
 */
function currentPool(): pg.Pool {
  const pool = new pg.Pool()
  pool.connect = (async () => opened().connect()) as pg.Pool['connect']
  pool.query = (async (...given: [string]) => opened().query(...given)) as pg.Pool['query']
  return pool
}

const current = () => shared[CONNECTIONS] as Connections

function opened(): pg.Pool {
  const { pool } = current()
  if (!pool) throw new Error('The connections to the database are closed')
  return pool
}

function poolOf(connections: Connections): pg.Pool {
  connections.pool ??= connections.open()
  return connections.pool
}

/**
 * Lends a connection for statements that Prisma doesn't have, such as COPY: one of those that requests share, so it
 * must be short. A connection on which work failed is closed.
 */
export async function withConnection<T>(work: (connection: pg.PoolClient) => Promise<T>): Promise<T> {
  const connection = await poolOf(own).connect()
  try {
    const result = await work(connection)
    connection.release()
    return result
  } catch (error) {
    connection.release(error as Error)
    throw error
  }
}

/** Closes the connections, so that the process can end. What is asked afterwards opens others. */
export async function disconnect(): Promise<void> {
  const { pool } = own
  delete own.pool
  await pool?.end()
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
