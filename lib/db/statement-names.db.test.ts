import { expect, test } from 'vitest'
import { transaction } from './client'
import { USES } from './statement-names'

test('a statement that is used often is planned once for its connection, and another is planned each time', async () => {
  await transaction(async (tx) => {
    const isPrepared = async (mark: string) => {
      const [row] = await tx.$queryRaw<[{ count: number }]>`
        SELECT count(*)::int AS count FROM pg_prepared_statements WHERE statement LIKE ${`%${mark}%`}`
      return row.count > 0
    }
    for (let use = 1; use < USES; use += 1) await tx.$queryRaw`SELECT 1 AS used_often`
    expect(await isPrepared('used_often')).toBe(false)
    for (let use = 0; use < 2; use += 1) expect(await tx.$queryRaw`SELECT 1 AS used_often`).toEqual([{ used_often: 1 }])
    await tx.$queryRaw`SELECT 1 AS used_rarely`
    expect(await isPrepared('used_often')).toBe(true)
    expect(await isPrepared('used_rarely')).toBe(false)
  })
})
