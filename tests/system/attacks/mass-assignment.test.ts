import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { specimen } from '@/tests/factories/specimens'
import { IS_LONG } from '@/tests/setup/heavy'
import { callAction, tusMetadata } from '@/tests/setup/http'
import { type System, startSystem } from '@/tests/setup/system'
import { ACTORS, type ActorName, makePeople, type People } from '../matrix/actors'
import { fill } from '../matrix/run'
import { TABLE } from '../matrix/table'
import type { Row } from '../matrix/table/cells'
import type { State, Target } from '../matrix/target'
import { makeTarget } from '../matrix/targets'

/** Fields that no form has, or that another form has: nothing is written by them. */

let system: System
let all: People
let other: Target

beforeAll(async () => {
  system = await startSystem()
  all = await makePeople()
  other = await makeTarget(await makePeople(), 'ABSENT') // an account that none of them belongs to
})
afterAll(() => system?.stop())

const extras = (): [string, string][] => [
  ['id', other.userId],
  ['userId', other.userId],
  ['accountId', other.accountId],
  ['createdById', other.userId],
  ['reviewerId', other.userId],
  ['requestedById', other.userId],
  ['role', 'ADMIN'],
  ['roles', 'ADMIN'],
  ['status', 'APPROVED'],
  ['state', 'APPROVED'],
  ['isAdmin', 'true'],
  ['capabilities', 'people.manage'],
  ['audience', 'STAFF'],
  ['disabledAt', ''],
  ['passwordHash', 'x'],
  ['endsAt', '2999-01-01'],
  ['__proto__', 'x'],
  ['constructor', 'x'],
]

/** Returns the columns of rights and ownership, a line for each row of everyone's. */
const rights = async (): Promise<string[]> => {
  const lines = await database().$queryRaw<{ line: string }[]>`
    SELECT concat_ws(' ', 'role', user_id, role) AS line FROM role_grants
    UNION ALL SELECT concat_ws(' ', 'member', user_id, account_id) FROM memberships
    UNION ALL SELECT concat_ws(' ', 'user', id, status, CASE WHEN password_hash = 'x' THEN 'x' END, encode(phone_index, 'hex'))
      FROM users
    UNION ALL SELECT concat_ws(' ', 'qualification', id, account_id, created_by_id, coalesce(reviewer_id::text, '-'), status)
      FROM qualifications
    UNION ALL SELECT concat_ws(' ', 'session', user_id, audience, CASE WHEN ends_at > '2900-01-01' THEN 'FOREVER' END)
      FROM sessions WHERE ended_at IS NULL
    UNION ALL SELECT concat_ws(' ', 'invitation', id, array_to_string(roles, ',')) FROM invitations`
  return lines.map(({ line }) => line)
}

const IDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Returns lines that disappeared and lines that were added; ids under the names by which the test knows them. */
function difference(before: readonly string[], after: readonly string[], named: ReadonlyMap<string, string>): string[] {
  const counts = new Map<string, number>()
  for (const line of before) counts.set(line, (counts.get(line) ?? 0) - 1)
  for (const line of after) counts.set(line, (counts.get(line) ?? 0) + 1)
  return [...counts]
    .filter(([, count]) => count !== 0)
    .map(([line, count]) => `${count} ${line.replace(IDS, (id) => named.get(id) ?? 'another')}`)
    .sort()
}

/** Returns what an extra field would have left, had it been written: another person's id, or its value. */
const isTrace = (line: string) => /\bother |\bADMIN\b|\bAPPROVED\b|\bSTAFF\b|\bx\b|\bFOREVER\b/.test(line)

type Attempt = { row: Row & { kind: 'action' }; who: ActorName; state: string }

const ACTIONS: Attempt[] = TABLE.flatMap((row) => {
  if (row.kind !== 'action' || row.endsSession) return []
  const [states, cells] = Object.entries(row.cells).find(([, signs]) => signs.includes('+')) ?? []
  const who = ACTORS[cells?.replaceAll(' ', '').indexOf('+') ?? -1]
  return who && states ? [{ row, who, state: states.split(' ')[0] ?? 'any' }] : []
}).sort((a, b) => Number(a.row.takesAny ?? false) - Number(b.row.takesAny ?? false))

/** The gate tries every third form, the long suite all. */
const TRIED = ACTIONS.filter((_, index) => IS_LONG || index % 3 === 0)

/** Sends the form with more fields than it has; returns what it changed in rights and ownership. */
async function changedBy(people: People, { row, who, state }: Attempt, more: readonly (readonly [string, string])[]) {
  const target = await makeTarget(people, state === 'any' ? 'ABSENT' : (state as State))
  const named = new Map(Object.entries(target).flatMap(([name, id]) => (typeof id === 'string' ? [[id, name]] : [])))
  for (const [name, id] of Object.entries(other)) if (typeof id === 'string') named.set(id, `other ${name}`)
  named.set(people.owner.id, 'owner').set(people.owner.accountId, 'account').set(people.holder.id, 'holder')
  named.set(people.administrator.id, 'administrator')
  const form = row.form(target)
  const own = new Set(form.map(([name]) => name))
  const before = await rights()
  const answer = await callAction(system.portal.url, row.name, [...form, ...more.filter(([name]) => !own.has(name))], {
    cookie: await people.cookieOf(who),
    page: fill(row.page ?? '/', target),
    isPlain: row.isPlain ?? false,
    previous: row.previous ?? {},
  })
  return { ok: answer.ok, error: answer.error, changed: difference(before, await rights(), named) }
}

describe('with fields that are not its own', () => {
  // All fields are sent at once. Only where that leaves a trace is the form sent again without any, by other people:
  // what the act itself does, such as approving, leaves the same.
  test.each(TRIED)('$row.name writes none of them', async (attempt) => {
    // An act on everything that a person has is done by a person who has nothing else.
    const people = attempt.row.takesAny ? await makePeople() : all
    const { changed, error } = await changedBy(people, attempt, extras())
    expect(error).not.toBe('UNEXPECTED')
    if (!changed.some(isTrace)) return
    const without = await changedBy(await makePeople(), attempt, [])
    if (isDeepStrictEqual(changed, without.changed)) return
    // Finds the field.
    for (const extra of extras()) {
      const { changed: byThis } = await changedBy(await makePeople(), attempt, [extra])
      expect(byThis, extra[0]).toEqual(without.changed)
    }
    expect(changed).toEqual(without.changed)
  })
})

describe('an upload', () => {
  const entries = () => extras().filter(([name]) => !['__proto__', 'constructor'].includes(name))

  test('goes to the account and the qualification of its address', async () => {
    const target = await makeTarget(all, 'DRAFT')
    const form = new FormData()
    for (const [name, value] of [
      ...entries(),
      ['qualificationId', other.qualificationId],
      ['kind', 'LICENCE'],
    ] as const)
      form.append(name, value)
    form.append('file', new File([new Uint8Array(await specimen('ID_PORTRAIT', 7))], '人像面.jpg'))
    const path = `/api/qualifications/${target.qualificationId}/documents/ID_PORTRAIT`
    const headers = { cookie: await all.cookieOf('owner'), origin: system.portal.url, accept: 'application/json' }
    const answer = await fetch(new URL(path, system.portal.url), { method: 'POST', headers, body: form })
    if (answer.status !== 201) return expect(answer.status).toBe(400) // refused as a whole: nothing was accepted
    const [file] = await database().storedFile.findMany({ orderBy: { createdAt: 'desc' }, take: 1 })
    const where = { id: target.qualificationId }
    const { accountId } = await database().qualification.findUniqueOrThrow({ where })
    expect(file).toMatchObject({ accountId })
  })

  test('in parts too', async () => {
    const target = await makeTarget(all, 'DRAFT')
    const own = { qualificationId: target.qualificationId, kind: 'ID_PORTRAIT', filename: '人像面.jpg' }
    const metadata = tusMetadata({ ...Object.fromEntries(entries()), ...own })
    const headers = {
      cookie: await all.cookieOf('owner'),
      origin: system.portal.url,
      'Tus-Resumable': '1.0.0',
      'Upload-Length': '100',
      'Upload-Metadata': metadata,
    }
    const answer = await fetch(new URL('/api/tus', system.portal.url), { method: 'POST', headers })
    expect(answer.status).toBe(201)
    const id = answer.headers.get('location')?.split('/').at(-1) ?? ''
    expect(id).not.toBe(other.userId)
    expect(await database().upload.findUniqueOrThrow({ where: { id } })).toMatchObject({
      qualificationId: target.qualificationId,
      startedById: all.owner.id,
    })
  })
})
