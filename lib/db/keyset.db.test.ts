import { describe, expect, test } from 'vitest'
import { cursorsOf } from '@/lib/core/cursor'
import { newId } from '@/lib/core/ids'
import { aNotice } from '@/tests/factories/messages'
import { database } from './client'
import { Prisma } from './generated/client'
import { beyond, type Direction, inOrder, pageOf, whereBeyond } from './keyset'

const CURSORS = cursorsOf('notices')
const SIZE = 2
const NOON = new Date('2026-01-02T12:00:00.123Z')

type Row = { id: string; createdAt: Date }
type Read = (ids: string[], direction: Direction, after: string | undefined) => Promise<Row[]>

/** Seven rows, of which the middle five have one time. */
async function tiedRows(): Promise<string[]> {
  const ids: string[] = []
  for (const hour of [11, 12, 12, 12, 12, 12, 13]) {
    const id = await aNotice()
    await database().outboxMessage.update({
      where: { id },
      data: { createdAt: new Date(NOON.getTime() + (hour - 12) * 3_600_000) },
    })
    ids.push(id)
  }
  return ids
}

const bySql: Read = (ids, direction, after) => {
  const columns = Prisma.sql`created_at, id`
  const order = direction === 'asc' ? Prisma.sql`created_at, id` : Prisma.sql`created_at DESC, id DESC`
  return database().$queryRaw<Row[]>`
    SELECT id, created_at AS "createdAt" FROM outbox_messages
    WHERE id = ANY(${ids}::uuid[]) AND ${beyond(columns, CURSORS.read(after), direction)}
    ORDER BY ${order} LIMIT ${SIZE + 1}`
}

const byFilter: Read = (ids, direction, after) =>
  database().outboxMessage.findMany({
    where: { AND: [{ id: { in: ids } }, whereBeyond('createdAt', CURSORS.read(after), direction)] },
    orderBy: inOrder('createdAt', direction),
    take: SIZE + 1,
    select: { id: true, createdAt: true },
  })

async function allPages(read: Read, ids: string[], direction: Direction): Promise<string[][]> {
  const pages: string[][] = []
  let after: string | undefined
  do {
    const { page, end } = pageOf(await read(ids, direction, after), SIZE)
    pages.push(page.map(({ id }) => id))
    after = end && CURSORS.write({ at: end.createdAt, id: end.id })
  } while (after)
  return pages
}

describe.each([
  ['as SQL', bySql],
  ['as a filter', byFilter],
])('pages of a list, %s', (_, read) => {
  test('hold each row once, in order, also where times are equal', async () => {
    const ids = await tiedRows()
    const [a, b, c, d, e, f, g] = [ids[0], ...ids.slice(1, 6).toSorted(), ids[6]]
    expect(await allPages(read, ids, 'asc')).toEqual([[a, b], [c, d], [e, f], [g]])
    expect(await allPages(read, ids, 'desc')).toEqual([[g, f], [e, d], [c, b], [a]])
  })

  test('continue after a row that was removed meanwhile', async () => {
    const ids = await tiedRows()
    const after = CURSORS.write({ at: NOON, id: ids.slice(1, 6).toSorted()[2] as string })
    const rows = await read(
      ids.filter((id) => !after.endsWith(id)),
      'asc',
      after,
    )
    expect(rows.map(({ id }) => id)).toEqual([...ids.slice(1, 6).toSorted().slice(3), ids[6]])
  })

  test('start at the beginning without a cursor, or with one of another list', async () => {
    const ids = await tiedRows()
    const foreign = cursorsOf('parcels').write({ at: NOON, id: newId() })
    for (const after of [undefined, foreign, 'nonsense']) {
      expect((await read(ids, 'asc', after))[0]?.id).toBe(ids[0])
    }
  })
})

test('a page that is not full, and one that is just full, are the last', () => {
  expect(pageOf([], 2)).toEqual({ page: [], end: undefined })
  expect(pageOf(['a', 'b'], 2)).toEqual({ page: ['a', 'b'], end: undefined })
  expect(pageOf(['a', 'b', 'c'], 2)).toEqual({ page: ['a', 'b'], end: 'b' })
})
