import { expect, test } from 'vitest'
import { recordAudit } from '@/lib/audit/record'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import { anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { readAuditPage } from './read-audit-page'
import { AuditFilters } from './schemas'

const page = async (actor: Awaited<ReturnType<typeof someStaff>>, filters: object) =>
  readAuditPage(actor, AuditFilters.parse(filters))

test('leads to older pages and back through the same ones', async () => {
  const auditor = await someStaff({ roles: ['AUDITOR'] })
  await transaction(async (tx) => {
    for (let i = 0; i < 120; i++)
      await recordAudit(tx, auditor, { action: 'staff.enabled', subjectId: auditor.id, data: {} })
  })
  const at = (before: string | null | undefined) =>
    page(auditor, { action: 'staff.enabled', before: before ?? undefined })
  const ids = ({ lines }: Awaited<ReturnType<typeof at>>) => lines.map(({ id }) => id)

  const first = await at(null)
  const second = await at(first.older)
  const third = await at(second.older)
  expect([first, second, third].map(({ lines }) => lines.length)).toEqual([50, 50, 20])
  expect(new Set([first, second, third].flatMap(ids)).size).toBe(120)
  expect([first.newer, third.older]).toEqual([undefined, undefined])

  expect(ids(await at(third.newer))).toEqual(ids(second))
  expect(second.newer).toBeNull()
})

test('names the member of staff that an event is about, and shows its codes', async () => {
  const admin = await someStaff({ roles: ['ADMIN'], name: '管理员' })
  const colleague = await someStaff({ name: '沈同事' })
  const data = { from: ['REVIEWER'], to: ['LEAD'] }
  await transaction((tx) => recordAudit(tx, admin, { action: 'staff.roles_changed', subjectId: colleague.id, data }))

  const { lines } = await page(admin, { action: 'staff.roles_changed' })
  expect(lines[0]).toMatchObject({ actorName: '管理员', subjectName: '沈同事', data })
})

test('a qualification has a link only for people who may see it', async () => {
  const { qualification } = await aSubmittedQualification()
  const { id, reference } = qualification
  const event = { action: 'letter.issued', subjectId: id, data: { revision: 1, letterVersion: 'v1' } } as const
  await transaction((tx) => recordAudit(tx, { kind: 'SYSTEM', id: null }, event))
  const isOpenTo = async (role: 'AUDITOR' | 'ADMIN') =>
    (await page(await someStaff({ roles: [role] }), { reference })).lines.map(({ isOpen }) => isOpen)

  for (const role of ['AUDITOR', 'ADMIN'] as const) expect(await isOpenTo(role)).toContain(true)
  await database().qualification.update({ where: { id }, data: { firstSubmittedAt: null } })
  for (const role of ['AUDITOR', 'ADMIN'] as const) expect(await isOpenTo(role)).not.toContain(true)
})

test('is refused to people who may not read it, and an invalid cursor shows the newest page', async () => {
  await expect(page(await anApplicant(), {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const auditor = await someStaff({ roles: ['AUDITOR'] })
  expect((await page(auditor, { before: `12.${newId()}x` })).newer).toBeUndefined()
})
