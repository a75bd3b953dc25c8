import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { database } from './client'
import { copyLines } from './copy-lines'
import { Prisma } from './generated/client'

async function textOf(select: Prisma.Sql): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of copyLines(select)) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

const connections = async () => {
  const [row] = await database().$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY (%'`
  return row.count
}

test('each line comes as it was written', async () => {
  const hostile = ['"a", \\b\\', "it's; DROP TABLE users; --", '\t翀龑𬱖', "\\'", '']
  for (const text of hostile) expect(await textOf(Prisma.sql`SELECT ${text}`)).toBe(`${text}\n`)
  const at = new Date('2026-01-31T01:05:59.123Z')
  expect(await textOf(Prisma.sql`SELECT (${at} = '2026-01-31 09:05:59.123+08')::text || ${7}::int`)).toBe('true7\n')
  expect(await textOf(Prisma.sql`SELECT n::text FROM generate_series(1, ${3}) n WHERE n > ${3}`)).toBe('')
  await expect(textOf(Prisma.sql`SELECT ${['a']}`)).rejects.toThrow(TypeError)
})

test('it changes nothing, and says what is wrong', async () => {
  await expect(textOf(Prisma.sql`INSERT INTO outbox_messages DEFAULT VALUES RETURNING 'x'`)).rejects.toThrow(
    /read-only/,
  )
  await expect(textOf(Prisma.sql`SELECT (1 / 0)::text`)).rejects.toThrow(/zero/)
})

const endless = Prisma.sql`SELECT repeat('x', 1000) FROM (SELECT generate_series(1, 100000000)) numbers`

test('whoever stops reading lets its connection go', async () => {
  for await (const piece of copyLines(endless)) {
    expect(piece.length).toBeGreaterThan(0)
    break
  }
  for (let tries = 0; (await connections()) > 0; tries++) {
    expect(tries).toBeLessThan(100)
    await sleep(50)
  }
})

test('a connection that is lost on the way is no end', async () => {
  let read = 0
  const reading = async () => {
    for await (const piece of copyLines(endless)) {
      read += piece.length
      if (read > 1_000_000) {
        await database().$queryRaw`
          SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE query LIKE 'COPY (%' AND pid <> pg_backend_pid()`
      }
    }
  }
  await expect(reading()).rejects.toThrow()
})
