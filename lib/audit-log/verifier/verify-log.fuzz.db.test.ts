import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownerUrl } from '@/lib/db/owner'
import { sequenceAll, someEvents } from '@/tests/factories/audit-log'
import { heavy, randomFrom } from '@/tests/setup/heavy'
import type { Finding } from './verify.mjs'
import { verifyLog } from './verify-log'

/** Lists the tables of the log, the events included: a superuser can change all of them. */
const TABLES = ['audit_events', 'audit_leaves', 'audit_tiles', 'audit_checkpoints', 'audit_pending']
const SIZE = 96
const { tries, seed, done } = heavy('audit-tampering', { quick: 3, long: 100 })

let superuser: pg.Client
/** Tries whose change was found, and placed. */
let found = 0
/** Every checkpoint, saved elsewhere before anything was changed. */
let saved = ''

beforeAll(async () => {
  for (const count of [5, 30, 16, 1, 20]) {
    await someEvents(count)
    await sequenceAll()
  }
  // The log's own key is an event as well.
  superuser = new pg.Client({ connectionString: ownerUrl() })
  await superuser.connect()
  await superuser.query('SET session_replication_role = replica') // no trigger, no foreign key
  const { rows } = await superuser.query('SELECT count(*)::int AS size FROM audit_leaves')
  await someEvents(SIZE - rows[0].size)
  await sequenceAll()
  for (const table of TABLES) await superuser.query(`CREATE TABLE whole_${table} AS TABLE ${table}`)
  const notes = await superuser.query('SELECT note FROM audit_checkpoints ORDER BY size')
  saved = notes.rows.map(({ note }) => `${note}\n`).join('')
})

afterAll(() => superuser.end())

async function putBack() {
  for (const table of TABLES) {
    await superuser.query(`DELETE FROM ${table}`)
    await superuser.query(`INSERT INTO ${table} SELECT * FROM whole_${table}`)
  }
}

const covers = (index: number) => (finding: Finding) =>
  finding.index === index ||
  (finding.from !== undefined && finding.to !== undefined && finding.from <= index && index < finding.to)

type Random = { index: number; other: number; pick: <T>(values: readonly T[]) => T }
/** @returns what was touched: an index, or the id of an event that was put in */
type Attack = (random: Random) => Promise<number | string>

const sql = (text: string, ...values: unknown[]) => superuser.query(text, values)
const eventAt = async (index: number): Promise<string> =>
  (await sql('SELECT event_id FROM audit_leaves WHERE index = $1', index)).rows[0].event_id

const FIELDS = [
  `actor_id = '00000000-0000-7000-8000-000000000001', actor_kind = 'PERSON'`,
  `at = at - interval '1 millisecond'`,
  `action = 'staff.enabled'`,
  `subject_id = '00000000-0000-7000-8000-000000000002'`,
  `data = '{"note":"x"}'`,
  `capabilities = '{people.manage}'`,
  'version = version + 1',
]

/** Makes all that needs no key right again around a change: leaves and stored hashes, by the code that made them. */
async function buildAgain({ withKey }: { withKey: boolean }) {
  for (const table of ['audit_leaves', 'audit_tiles', 'audit_checkpoints', 'audit_pending'])
    await sql(`DELETE FROM ${table}`)
  await sql('INSERT INTO audit_pending SELECT id FROM audit_events')
  await sequenceAll()
  if (withKey) return
  await sql('DELETE FROM audit_checkpoints')
  await sql('INSERT INTO audit_checkpoints SELECT * FROM whole_audit_checkpoints')
}

async function cutTo(size: number) {
  await sql('DELETE FROM audit_events WHERE id IN (SELECT event_id FROM audit_leaves WHERE index >= $1)', size)
  await sql('DELETE FROM audit_leaves WHERE index >= $1', size)
  await sql('DELETE FROM audit_tiles WHERE (index + 1) << level > $1', size)
  await sql('DELETE FROM audit_checkpoints WHERE size > $1', size)
}

const COPY = `
  INSERT INTO audit_events SELECT gen_random_uuid(), version, at, actor_kind, actor_id, capabilities, action, subject_kind,
    subject_id, data FROM audit_events WHERE id = $1 RETURNING id`

const ATTACKS: Record<string, Attack> = {
  'edit a field': async ({ index, pick }) => {
    await sql(`UPDATE audit_events SET ${pick(FIELDS)} WHERE id = $1`, await eventAt(index))
    return index
  },
  'edit a field and its leaf': async ({ index, pick }) => {
    await sql(`UPDATE audit_events SET ${pick(FIELDS)} WHERE id = $1`, await eventAt(index))
    await buildAgain({ withKey: false })
    await sql('DELETE FROM audit_tiles')
    await sql('INSERT INTO audit_tiles SELECT * FROM whole_audit_tiles')
    return index
  },
  'edit a field and all that needs no key': async ({ index, pick }) => {
    await sql(`UPDATE audit_events SET ${pick(FIELDS)} WHERE id = $1`, await eventAt(index))
    await buildAgain({ withKey: false })
    return index
  },
  'delete an event': async ({ index }) => {
    await sql('DELETE FROM audit_events WHERE id = $1', await eventAt(index))
    return index
  },
  'delete an event and its leaf': async ({ index }) => {
    await sql('DELETE FROM audit_events WHERE id = $1', await eventAt(index))
    await sql('DELETE FROM audit_leaves WHERE index = $1', index)
    return index
  },
  'delete an event and close the gap': async ({ index }) => {
    await sql('DELETE FROM audit_events WHERE id = $1', await eventAt(index))
    await buildAgain({ withKey: false })
    return index
  },
  'insert an event': async ({ index }) =>
    (await sql(COPY.replace(' at,', ` at - interval '1 hour',`), await eventAt(index))).rows[0].id,
  'insert an event between others': async ({ index }) => {
    const { id } = (await sql(COPY, await eventAt(index))).rows[0]
    await buildAgain({ withKey: false })
    return (await sql('SELECT index::int FROM audit_leaves WHERE event_id = $1', id)).rows[0].index
  },
  'swap two': async ({ index, other }) => {
    const [one, two] = [await eventAt(index), await eventAt(other)]
    await sql('UPDATE audit_leaves SET event_id = gen_random_uuid() WHERE index = $1', index)
    await sql('UPDATE audit_leaves SET event_id = $2 WHERE index = $1', other, one)
    await sql('UPDATE audit_leaves SET event_id = $2 WHERE index = $1', index, two)
    return index
  },
  'swap two with their leaves': async ({ index, other }) => {
    await sql('UPDATE audit_leaves SET index = 1000000 WHERE index = $1', index)
    await sql('UPDATE audit_leaves SET index = $1 WHERE index = $2', index, other)
    await sql('UPDATE audit_leaves SET index = $1 WHERE index = 1000000', other)
    return index
  },
  'truncate the tail': async ({ index }) => {
    await cutTo(index)
    return index
  },
  'restore an old state, and go on from it': async ({ pick }) => {
    const { rows } = await sql('SELECT size::int FROM audit_checkpoints WHERE size < $1', SIZE)
    const size: number = pick(rows).size
    await cutTo(size)
    const added = pick([1, 40, 150])
    await someEvents(added)
    await sql(
      'INSERT INTO audit_pending SELECT id FROM audit_events ORDER BY id DESC LIMIT $1 ON CONFLICT DO NOTHING',
      added,
    )
    await sequenceAll()
    return size
  },
  'rebuild the whole tree with the stolen key': async ({ index, pick }) => {
    await sql(`UPDATE audit_events SET ${pick(FIELDS)} WHERE id = $1`, await eventAt(index))
    await buildAgain({ withKey: true })
    return index
  },
}

test('an unchanged log verifies', async () => {
  const checkpoints = saved.match(/^— /gm)?.length
  expect(checkpoints).toBeGreaterThan(5)
  expect(await verifyLog({ saved, file: saved })).toMatchObject({
    isWell: true,
    size: SIZE,
    findings: [],
    compared: { database: checkpoints, file: checkpoints, saved: checkpoints },
  })
})

describe('changes by a superuser, with triggers off', () => {
  test.each(Object.entries(ATTACKS))(
    '%s: found, and placed',
    async (name, attack) => {
      const random = randomFrom(seed + name.length)
      const upTo = (n: number) => Math.floor(random() * n)
      for (let n = 0; n < tries; n++) {
        await putBack()
        const index = upTo(SIZE - 1)
        const other = (index + 1 + upTo(SIZE - 2)) % SIZE
        const touched = await attack({ index, other, pick: (values) => values[upTo(values.length)] as never })
        const report = await verifyLog({ saved })
        const isPlaced = (finding: Finding) =>
          typeof touched === 'string' ? finding.id === touched : covers(touched)(finding)
        expect(report.isWell, `${name} at ${index}`).toBe(false)
        expect(report.findings.some(isPlaced), `${name} at ${touched}: ${JSON.stringify(report.findings)}`).toBe(true)
        found++
      }
    },
    900_000,
  )
})

afterAll(() => done(found / Object.keys(ATTACKS).length, { attacks: Object.keys(ATTACKS) }))
