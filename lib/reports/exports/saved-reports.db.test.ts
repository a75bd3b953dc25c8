import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { readOutbox } from '@/lib/notifications/outbox/read-outbox'
import { eventsAbout } from '@/tests/factories/audit'
import { aColleague, anEmail } from '@/tests/factories/people'
import { anApplicant, someStaff } from '@/tests/factories/review'
import { avoidMidnight } from '@/tests/setup/boundaries'
import { interleaveWith } from '@/tests/setup/interleave'
import { readOwnExports, readSavedReports } from './read-exports'
import { removeSavedReport } from './remove-saved-report'
import { requestMonthly } from './request-monthly'
import { runNextExport } from './run-exports'
import { saveReport } from './save-report'
import { SaveReportInput } from './schemas'

beforeEach(avoidMidnight)

const mailsTo = async (email: string) => (await readOutbox())?.filter(({ to }) => to === email) ?? []

const save = (actor: PersonActor, given: object = {}) =>
  saveReport(actor, SaveReportInput.parse({ subject: 'QUALIFICATIONS', format: 'CSV', ...given }), { locale: 'en' })

async function monthly(given: object = {}) {
  const email = anEmail()
  const { actor } = await aColleague({ roles: ['AUDITOR'], email })
  await save(actor, { monthly: 'yes', ...given })
  const [saved] = await readSavedReports(actor)
  return { actor, email, id: saved?.id ?? '' }
}
const makeDue = (id: string) => database().savedReport.update({ where: { id }, data: { lastMonth: '2020-01' } })

test('a definition stores its filters, and only its owner sees it', async () => {
  const auditor = await someStaff({ roles: ['AUDITOR'] })
  await save(auditor, { status: 'APPROVED', from: '2026-01-01', action: 'staff.enabled' })
  const [saved] = await readSavedReports(auditor)
  expect(saved).toMatchObject({ filters: { status: 'APPROVED', from: '2026-01-01' }, isMonthly: false })
  expect(saved?.filters.action).toBeUndefined()
  const about = { savedReportId: saved?.id ?? '' }
  expect(await eventsAbout(about.savedReportId, 'report.saved')).toMatchObject([
    { data: { subject: 'QUALIFICATIONS' } },
  ])
  await expect(removeSavedReport(await someStaff({ roles: ['ADMIN'] }), about)).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  await removeSavedReport(auditor, about)
  expect(await readSavedReports(auditor)).toEqual([])
  expect(await eventsAbout(about.savedReportId, 'report.removed')).toHaveLength(1)
  await expect(removeSavedReport(auditor, about)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('nobody else saves one, and nobody more than twenty', async () => {
  for (const actor of [await someStaff({ roles: ['LEAD'] }), await anApplicant()]) {
    await expect(save(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(readSavedReports(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
  const auditor = await someStaff({ roles: ['AUDITOR'] })
  for (let i = 0; i < 20; i++) await save(auditor)
  await expect(save(auditor)).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('last month is requested once, masked, and its owner gets a link when it is ready', async () => {
  const { actor, email, id } = await monthly({ from: '2020-01-01', kind: 'INDIVIDUAL' })
  await requestMonthly()
  expect((await readOwnExports(actor)).exports).toEqual([]) // the current month when it was saved
  await makeDue(id)
  await Promise.all([requestMonthly(), requestMonthly()])
  await requestMonthly()
  const { exports } = await readOwnExports(actor)
  expect(exports).toHaveLength(1)
  expect(exports[0]).toMatchObject({ isMasked: true, filters: { kind: 'INDIVIDUAL' } })
  const [last] = await database().$queryRaw<[{ from: string; until: string }]>`
    SELECT to_char(first - interval '1 month', 'YYYY-MM-DD') AS from, to_char(first - interval '1 day', 'YYYY-MM-DD') AS until
    FROM date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') AS first`
  expect(exports[0]?.filters).toMatchObject(last)
  const [event] = await database().auditEvent.findMany({
    where: { action: 'qualifications.exported', actorKind: 'SYSTEM' },
  })
  expect(event?.data).toMatchObject({ exportId: exports[0]?.id, kind: 'INDIVIDUAL' })

  expect(await mailsTo(email)).toEqual([])
  await runNextExport()
  const mails = await mailsTo(email)
  expect(mails).toMatchObject([{ template: 'REPORT_READY' }])
  expect(JSON.stringify(mails)).toContain('http://localhost:3000/reports')
})

test('what another worker requested meanwhile is not requested again', async () => {
  const { actor, id } = await monthly()
  await makeDue(id)
  await interleaveWith((tx) => tx.savedReport.update({ where: { id }, data: { lastMonth: '9999-12' } }), requestMonthly)
  expect((await readOwnExports(actor)).exports).toEqual([])
})

test('nothing is requested for a disabled person', async () => {
  const { actor, id } = await monthly()
  await makeDue(id)
  await database().user.update({ where: { id: actor.id }, data: { status: 'DISABLED', disabledAt: new Date() } })
  await requestMonthly()
  expect((await readOwnExports(actor)).exports).toEqual([])
  await expect(removeSavedReport(actor, { savedReportId: randomUUID() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
