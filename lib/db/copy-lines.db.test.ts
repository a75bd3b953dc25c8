import { expect, test } from 'vitest'
import { database, withConnection } from './client'
import { copyLines } from './copy-lines'
import { Prisma } from './generated/client'

const textOf = async (select: Prisma.Sql) => Buffer.concat(await copyLines(select)).toString()

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

test('a connection that failed is not lent again, and one that is lost on the way is no end', async () => {
  const pidOf = () => withConnection(async (one) => (await one.query('SELECT pg_backend_pid() AS pid')).rows[0].pid)
  const before = await pidOf()
  const failing = withConnection(async (one) => {
    await one.query('BEGIN')
    await one.query('SELECT 1 / 0')
  })
  await expect(failing).rejects.toThrow(/zero/)
  expect(await pidOf()).not.toBe(before)

  const endless = copyLines(Prisma.sql`SELECT repeat('x', 1000) FROM (SELECT generate_series(1, 100000000)) numbers`)
  endless.catch(() => {})
  await expect
    .poll(
      () => database().$queryRaw<unknown[]>`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE query LIKE 'COPY (%' AND datname = current_database() AND pid <> pg_backend_pid()`,
    )
    .toHaveLength(1)
  await expect(endless).rejects.toThrow()
})
