import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IS_LONG } from '@/tests/setup/heavy'
import { builtActions, builtRoutes } from '@/tests/setup/http'
import { type System, startSystem } from '@/tests/setup/system'
import { ACTORS, type ActorName, makePeople, NOBODIES, type People } from './actors'
import { idsIn, withoutIds } from './others'
import { askCell, tryCell } from './run'
import { stateOf } from './state-of'
import { TABLE } from './table'
import type { Row } from './table/cells'
import { NOTHING, STATES, type State, type Target } from './target'
import { makeTarget } from './targets'
import { REFUSED_TO_VOUCHED, signOfVouched, signsElsewhere } from './vouched'

let system: System
let people: People
const shared = new Map<State, Target>()

beforeAll(async () => {
  system = await startSystem({ TRUSTED_PROXIES: '127.0.0.1' }) // newcomers come from addresses of their own
  people = await makePeople()
  for (const state of STATES) shared.set(state, await makeTarget(people, state, true))
})
afterAll(() => system?.stop())

test('every page, route and action of the build is in the table, and nothing else', () => {
  const pages = TABLE.flatMap((row) => (row.kind === 'route' ? [row.path] : []))
  const actions = TABLE.flatMap((row) => (row.kind === 'action' ? [row.name] : []))
  expect([...new Set(pages)].sort()).toEqual(builtRoutes().filter((route) => !route.startsWith('/_')))
  expect(actions.sort()).toEqual(
    builtActions()
      .map(({ name }) => name)
      .sort(),
  )
})

test('every state that matters is in each row, and every actor in each cell', () => {
  for (const { name, cells } of TABLE) {
    const states = Object.keys(cells).flatMap((key) => key.split(' '))
    expect(states.sort(), name).toEqual(states.length === 1 ? ['any'] : [...STATES].sort())
    for (const signs of Object.values(cells)) expect(signs.replaceAll(' ', ''), name).toHaveLength(ACTORS.length)
  }
})

test('what the platform’s word does not open is in the table', () => {
  const names = new Set(TABLE.map(({ name }) => name))
  expect(REFUSED_TO_VOUCHED.filter((name) => !names.has(name))).toEqual([])
})

const LINES = TABLE.flatMap((row) =>
  Object.entries(row.cells).flatMap(([states, cells]) =>
    states.split(' ').map((state) => ({ row, name: row.name, state, cells: cells.replaceAll(' ', '') })),
  ),
)

/**
 * Returns whether a line is tried. Some rows answer alike in several states: the gate tries one of them, another one in
 * each row, and the long suite all. In the first line of a row, the gate tries two of those who are refused alike and
 * one who is not; in the lines after it, who is answered otherwise than in the first.
 */
function isTried({ row, state }: (typeof LINES)[number]): boolean {
  if (IS_LONG) return true
  const alike =
    Object.keys(row.cells)
      .find((states) => states.split(' ').includes(state))
      ?.split(' ') ?? []
  return alike[turnOf(row, alike)] === state
}

const TRIED = LINES.filter(isTried)

describe('each cell answers as the table says:', () => {
  let before: string[]
  beforeAll(async () => {
    before = await Promise.all([...shared.values()].map(stateOf))
  })

  describe.concurrent('those that get along', () => {
    for (const line of TRIED.filter(({ row }) => !row.takesAny)) test(`${line.name} ${line.state}`, () => tryLine(line))
  })

  test('no refused act has changed anything', async () => {
    expect(await Promise.all([...shared.values()].map(stateOf))).toEqual(before)
  })

  for (const line of TRIED.filter(({ row }) => row.takesAny)) test(`${line.name} ${line.state}`, () => tryLine(line))
})

test('an address that names nothing does not exist, for any visitor', async () => {
  const malformed = {
    qualificationId: 'x',
    fileId: '../x',
    uploadId: '../x',
    userId: "'",
    token: 'x',
    invitationId: '%00',
  }
  const target = { ...(await makeTarget(people, 'ABSENT')), ...malformed }
  for (const row of TABLE.filter(({ cells }) => cells.ABSENT)) {
    if (row.kind === 'action') continue
    for (const who of ['owner', 'holder', 'administrator'] as const) {
      const sign = await tryCell(system.portal.url, people, row, who, target)
      expect(sign, `${row.name} ${who}`).toMatch(/^[34]$/)
    }
  }
})

describe('an id of others is answered as one that nothing has:', () => {
  let others: People
  const theirs = new Map<State, Target>()
  beforeAll(async () => {
    others = await makePeople()
    for (const state of ['SUBMITTED', 'ABSENT'] as const) theirs.set(state, await makeTarget(others, state))
  })

  /** Lists those from whom it may be hidden; the gate tries another one in each row. */
  const outsiders = ['stranger', 'holder', 'administrator'] as const
  const answer = async (row: Row, who: ActorName, target: Target) =>
    withoutIds(await askCell(system.portal.url, row, await people.cookieOf(who), target))

  for (const row of TABLE.filter((one) => idsIn(one).length > 0)) {
    const lines = LINES.filter((line) => line.row === row)
    const own = lines.find(({ cells }) => cells[ACTORS.indexOf('owner')] === '+')
    if (own) {
      // Each is tried alone, next to what is theirs.
      test.each(idsIn(row))(`${row.name}, %s`, async (name) => {
        const target = await targetFor(row, own.state, false)
        const foreign = theirs.get(own.state === 'any' ? 'ABSENT' : 'SUBMITTED') ?? NOTHING
        expect(foreign[name]).not.toBe(target[name])
        const [asked, absent] = [foreign[name], NOTHING[name]].map((id) => ({ ...target, [name]: id }))
        expect(await answer(row, 'owner', asked ?? NOTHING)).toEqual(await answer(row, 'owner', absent ?? NOTHING))
      })
    }
    // Staff know nothing of a draft, and no other applicant knows of the owner's.
    const hides = outsiders.flatMap((who) => {
      const hidden = lines.find(({ state, cells }) => state !== 'ABSENT' && cells[ACTORS.indexOf(who)] === '4')
      return hidden ? [{ who, hidden }] : []
    })
    for (const { who, hidden } of hides.filter((_, index) => IS_LONG || index === turnOf(row, hides))) {
      test(`${row.name}, all, ${who} ${hidden.state}`, async () => {
        const target = await targetFor(row, hidden.state, false)
        const absent = { ...target, ...Object.fromEntries(idsIn(row).map((name) => [name, NOTHING[name]])) }
        expect(await answer(row, who, target)).toEqual(await answer(row, who, absent))
      })
    }
  }
})

async function tryLine(line: (typeof LINES)[number]) {
  const { row, state, cells } = line
  const first = TRIED.find((one) => one.row === row) ?? line
  const isFirst = state === first.state
  const columns = isFirst
    ? columnsOf(row, cells)
    : [...ACTORS.keys()].filter((column) => IS_LONG || cells[column] !== first.cells[column])
  const answers = await Promise.all(
    columns.map(async (column) => {
      const sign = cells[column]
      const target = await targetFor(row, state, sign === '+' || sign === '*')
      return tryCell(system.portal.url, people, row, ACTORS[column] ?? 'anonymous', target)
    }),
  )
  expect(answers, columns.map((column) => ACTORS[column]).join()).toEqual(columns.map((column) => cells[column]))
  await tryVouched(line, first)
  const target = await targetFor(row, state, false)
  const links = LINKS.filter((_, index) => index === turnOf(row, LINKS))
  for (const who of LINKS.filter(
    (who) => IS_LONG || row[who] || (isFirst && isTurnOf(row, 'link') && links.includes(who)),
  )) {
    expect(await tryCell(system.portal.url, people, row, who, target), who).toBe(row[who] ?? cells[0])
  }
  if (!isFirst) return // nobody is shown anything in any state
  const nobodies = nobodiesOf(row)
  const signs = await Promise.all(nobodies.map((who) => tryCell(system.portal.url, people, row, who, target)))
  expect(signs, nobodies.join()).toEqual(nobodies.map((who) => (who === 'owing' ? row.owing : null) ?? cells[0]))
}

/** Tries a line as a person whom the platform vouches for, in the account and in another one. */
async function tryVouched({ row, state, cells }: (typeof LINES)[number], first: (typeof LINES)[number]) {
  const wanted = signOfVouched(row, cells)
  const isFirst = state === first.state
  if (!IS_LONG && !isFirst && wanted === signOfVouched(row, first.cells)) return
  const target = await targetFor(row, state, wanted === '+' || wanted === '*')
  expect(await tryCell(system.portal.url, people, row, 'vouched', target), 'vouched').toBe(wanted)
  if (!isTurnOf(row, 'elsewhere')) return
  const elsewhere = await tryCell(system.portal.url, people, row, 'elsewhere', await targetFor(row, state, false))
  expect(signsElsewhere(row, cells), 'vouched in another account').toContain(elsewhere)
}

/** Returns which one of a list the gate tries in a row: each is tried in some rows. */
function turnOf(row: Row, all: readonly unknown[]): number {
  return TABLE.indexOf(row) % all.length
}

/** Lists those to whom nearly every row is closed, and closed alike. */
const CLOSED = ['link', 'elsewhere', 'nobody'] as const

/** Returns whether a row is tried by this one of them: the gate tries one in each row. */
const isTurnOf = (row: Row, who: (typeof CLOSED)[number]): boolean => IS_LONG || CLOSED[turnOf(row, CLOSED)] === who

/**
 * Returns by whom the first line of a row is tried: the gate tries two of those who are refused alike, and one who is
 * not.
 */
function columnsOf(row: Row, cells: string): number[] {
  const columns = [...ACTORS.keys()]
  if (IS_LONG) return columns
  return columns.filter((column) => {
    const alike = columns.filter((other) => cells[other] === cells[column])
    const at = (alike.indexOf(column) + turnOf(row, alike)) % alike.length
    return at < (cells[column] === '+' ? 1 : 2)
  })
}

/** Come by a link that opens one thing; anything else answers them as anonymous. */
const LINKS = ['phone', 'forwarded'] as const

/**
 * Returns which of those without a session a row is tried by: the gate tries the one who owes a step, and in some rows
 * another one.
 */
function nobodiesOf(row: Row): readonly (typeof NOBODIES)[number][] {
  if (IS_LONG) return NOBODIES
  const closed = NOBODIES.filter((who) => who !== 'owing')
  const tried = closed.filter((_, index) => isTurnOf(row, 'nobody') && index === turnOf(row, closed))
  return [...tried, 'owing']
}

async function targetFor(row: Row, state: string, isAllowed: boolean): Promise<Target> {
  const about = state === 'any' ? 'ABSENT' : (state as State)
  const target = isAllowed && row.changes ? undefined : shared.get(about)
  return target ?? makeTarget(people, about, row.needsPicture)
}
