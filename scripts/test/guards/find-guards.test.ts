import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { at } from '../../prepare/folders.mjs'
import { findGuards } from './find-guards.mjs'
import { SECOND_LINES } from './second-lines.mjs'

const VERB = `export async function act(actor: Actor, row: Row | null) {
  requireManager(actor)
  await requireFreshFactor(tx, actor)
  if (!row || (row.a && f(row))) throw new DomainError('NOT_FOUND', 'x')
  if (row.count !== 1) {
    throw new DomainError('CONFLICT', 'x')
  }
  if (row.other) list.push(1)
  if (!can(actor, 'people.manage')) return []
  const found = await tx.user.findFirst({ where: { AND: [{ id }, visibleStaff(actor)] } })
  await tx.user.updateMany({ where: { id, status, version: row.version }, data: { status } })
  await tx.user.deleteMany({ where: { AND: [{ id, owner: actor.id }, isOpen(now), visibleStaff(actor)] } })
  if (row.isGone) throw await rowConflict(tx, 'CASE_CHANGED', id)
}`

const POLICY = `export function visibleStaff(actor: Actor) {
  if (can(actor, 'people.manage')) grants.push({ a: 1 })
  return { OR: grants }
}
export const x = 1
export function mayAct(actor: Actor, row: Row) {
  return isOwn(row) || (actor.kind === 'PERSON' && row.open)
}`

const said = (file: string, text: string) => findGuards(file, text).guards.map(({ line, guard }) => `${line} ${guard}`)

test('finds refusals, calls of them, what a filter shows and what a write asks, and nothing else', () => {
  expect(said('lib/x/act.ts', VERB)).toEqual([
    '2 requireManager(actor)',
    '3 requireFreshFactor(tx, actor)',
    '4 NOT_FOUND if !row',
    '4 NOT_FOUND if row.a && f(row)',
    '5 CONFLICT if row.count !== 1',
    "9 returns [] if !can(actor, 'people.manage')",
    '10 visibleStaff(actor)',
    '11 updateMany where status',
    '11 updateMany where version: row.version',
    '12 deleteMany where owner: actor.id',
    '12 deleteMany where isOpen(now)',
    '12 visibleStaff(actor)',
    '13 CASE_CHANGED if row.isGone',
  ])
})

test('finds each condition of a policy', () => {
  expect(said('lib/x/policy.ts', POLICY)).toEqual([
    "2 visible if can(actor, 'people.manage')",
    '3 visible by OR: grants',
    "7 true if actor.kind === 'PERSON'",
    '7 true if row.open',
  ])
})

test('each calls the probe, in its place', () => {
  const { code, guards } = findGuards('lib/x/act.ts', VERB)
  const lines = code.replaceAll(/"lib[^"]*"/g, 'ID').split('\n')
  expect(lines[1]).toBe('  try { requireManager(actor) } catch (refusal) { if (__guards.holds(ID)) throw refusal }')
  expect(lines[3]).toContain('if (((!row) && __guards.holds(ID)) || (((row.a && f(row)) && __guards.holds(ID)))) throw')
  expect(lines[9]).toContain('__guards.shows(ID, visibleStaff(actor))')
  expect(lines[10]).toContain('{ id, status: __guards.where(ID, status), version: __guards.where(ID, row.version) }')
  expect(lines[11]).toContain(
    '[{ id, owner: __guards.where(ID, actor.id) }, __guards.shows(ID, isOpen(now)), __guards.shows(ID, visibleStaff(actor))]',
  )
  expect(new Set(guards.map(({ id }) => id)).size).toBe(guards.length)
})

test('each second line is a guard that there is', () => {
  const named = Object.keys(SECOND_LINES).map((name) => [name, ...name.split(/ (.*)/)])
  const gone = named.filter(([, file = '', guard]) => {
    const { guards } = findGuards(file, readFileSync(at(file), 'utf8'))
    return !guards.some((one: { guard: string }) => one.guard === guard)
  })
  expect(gone.map(([name]) => name)).toEqual([])
})
