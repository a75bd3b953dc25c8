import { expect, test } from 'vitest'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DAY, HOUR } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { database, databaseTime, disconnect, transaction } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { setClock, setClockGoing, stopClock, windClockBack } from './clock'

const defaults = () =>
  database().$queryRaw`
    SELECT table_name, column_name, column_default FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'timestamp with time zone' ORDER BY 1, 2`

test('what verbs write is of the time that was set; afterwards nothing is left of it', async () => {
  const before = await defaults()
  const now = Date.now()
  const ago = (days: number) => new Date(now - days * DAY)
  const isAbout = (time: Date | undefined, days: number) =>
    Math.abs((time?.getTime() ?? 0) - ago(days).getTime()) < HOUR

  await setClockGoing()
  await disconnect()
  await windClockBack(ago(30))
  expect(isAbout(await databaseTime(), 30)).toBe(true)
  await setClock(ago(20))
  await setClock(ago(25)) // never back
  expect(isAbout(await databaseTime(), 20)).toBe(true)

  const subjectId = newId()
  const event = { action: 'first_administrator.link_issued', subjectId, data: {} } as const
  await transaction((tx) => recordAudit(tx, SYSTEM, event))
  expect(isAbout((await eventsAbout(subjectId))[0]?.at, 20)).toBe(true)
  const account = await database().account.create({ data: {} }) // dates itself by its column's default
  expect(isAbout(account.createdAt, 20)).toBe(true)

  await stopClock('SELECT 1')
  await disconnect()
  expect(isAbout(await databaseTime(), 0)).toBe(true)
  expect(await defaults()).toEqual(before)
  const left = await database().$queryRaw`
    SELECT tgname FROM pg_trigger WHERE tgname = 'demo_touch' UNION ALL
    SELECT proname FROM pg_proc WHERE pronamespace = 'demo'::regnamespace`
  expect(left).toEqual([])
})
