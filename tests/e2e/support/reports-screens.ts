import type { Page } from '@playwright/test'
import type { PersonActor } from '@/lib/actor/actor'
import { DAY } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { createDataKey } from '@/lib/crypto/data-keys'
import { database, transaction } from '@/lib/db/client'
import { aFailedJob, aPastIncident } from '@/tests/factories/incidents'
import { aColleague } from '@/tests/factories/people'

/** Records what was wrong some time ago, and a job that fails. */
export async function withIncidents(administrator: PersonActor): Promise<PersonActor> {
  await aPastIncident('SMS_FAILING', { since: 190, until: 70 })
  await aPastIncident('DISK_LOW', { since: 9_000, until: 3_000 })
  await aFailedJob('keys.rotate')
  return administrator
}

/** Makes an export in each state, an unmasked list that another administrator requested, and a saved report. */
export async function withExports(administrator: PersonActor): Promise<PersonActor> {
  const asked = {
    askedById: administrator.id,
    subject: 'AUDIT' as const,
    format: 'XLSX' as const,
    filters: {},
    locale: 'zh-CN',
    expected: 1_204_330,
  }
  const { id: dataKeyId } = await transaction((tx) => createDataKey(tx))
  const other = await aColleague({ roles: ['ADMIN'], name: '温言' })
  const unmasked = {
    subject: 'QUALIFICATIONS' as const,
    isMasked: false,
    reason: 'INSPECTION' as const,
    expected: 2_310,
  }
  const over = { finishedAt: new Date(), keptUntil: new Date(Date.now() + 7 * DAY) }
  await database().export.createMany({
    data: [
      { state: 'CANCELLED' as const },
      { state: 'RUNNING' as const, done: 400_000, heldUntil: new Date(Date.now() + DAY), blobId: newId() },
      { state: 'FAILED' as const, failure: 'STORE' as const },
      { state: 'READY' as const, done: 25_000, size: 1_000_000n, blobId: newId(), dataKeyId, ...over },
      {
        state: 'READY' as const,
        subject: 'QUALIFICATIONS' as const,
        isMasked: false,
        size: 1n,
        blobId: newId(),
        dataKeyId: (await transaction((tx) => createDataKey(tx))).id,
        ...over,
      },
      { state: 'REMOVED' as const },
      { state: 'AWAITS_CONSENT' as const, ...unmasked },
      { state: 'REFUSED' as const, ...unmasked },
      { state: 'AWAITS_CONSENT' as const, ...unmasked, askedById: other.id },
    ].map((one) => ({ ...asked, isMasked: true, until: new Date(), ...one })),
  })
  await database().savedReport.create({
    data: {
      ownerId: administrator.id,
      subject: 'QUALIFICATIONS' as const,
      format: 'CSV',
      filters: { status: 'APPROVED' },
      locale: 'zh-CN',
      isMonthly: true,
      lastMonth: '2999-01',
    },
  })
  return administrator
}

/** Opens the tables below every chart. */
export async function openTables(page: Page): Promise<void> {
  for (const summary of await page.getByRole('main').locator('summary').all()) await summary.click()
}
