import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { MINUTE } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { type Asked, asked, FULL, staff } from '@/tests/factories/dossiers'
import { aFullDraft } from '@/tests/factories/journey'
import { shownBefore } from '@/tests/factories/reveals'
import { anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { exportDossier } from './export-dossier'
import { openDossier } from './open-dossier'
import { readDossier } from './read-dossier'

test('in full it requires a reason, words with OTHER, and a fresh second factor', async () => {
  const { qualification } = await aSubmittedQualification()
  const administrator = await staff('ADMIN', '王管理')
  const refused = async (actor: PersonActor, more: Asked, code: string) =>
    expect(exportDossier(actor, asked(qualification.id, more))).rejects.toMatchObject({ code })
  await refused(administrator, { content: 'FULL' }, 'INVALID_INPUT')
  await refused(administrator, { content: 'FULL', reason: 'OTHER' }, 'INVALID_INPUT')
  const factors = [{ factor: 'TOTP' as const, at: new Date(Date.now() - 16 * MINUTE) }]
  const stale = { ...administrator, assurance: { factors } }
  await refused(stale, FULL, 'FRESH_FACTOR_NEEDED')
  await expect(exportDossier(stale, asked(qualification.id))).resolves.toBeTruthy()
})

test('in full it counts as a reveal, and is refused at the cap; masked it does not', async () => {
  const { qualification } = await aSubmittedQualification()
  const administrator = await staff('ADMIN', '王管理')
  await shownBefore(administrator.id, env().REVEALS_AN_HOUR - 1)
  await exportDossier(administrator, asked(qualification.id, FULL))
  const another = exportDossier(administrator, asked(qualification.id, FULL))
  await expect(another).rejects.toMatchObject({ code: 'REVEALS_USED_UP', subjectId: qualification.id })
  await expect(exportDossier(administrator, asked(qualification.id))).resolves.toBeTruthy()
})

test('nobody else exports one: no reviewer, nobody for an account of their own, nobody for a draft', async () => {
  const { qualification, applicant } = await aSubmittedQualification()
  const refused = async (actor: PersonActor, code: string, id = qualification.id) =>
    expect(exportDossier(actor, asked(id))).rejects.toMatchObject({ code })
  await refused(await staff('REVIEWER', '甲'), 'FORBIDDEN')
  await refused(await staff('LEAD', '乙'), 'FORBIDDEN')
  await refused(applicant, 'FORBIDDEN')
  await refused(await anApplicant(), 'NOT_FOUND')
  for (const lacking of ['audit.export', 'audit.read', 'qualification.read']) {
    const administrator = await staff('ADMIN', '丙')
    const capabilities = administrator.capabilities.filter((capability) => capability !== lacking)
    await refused({ ...administrator, capabilities }, 'FORBIDDEN')
  }
  await refused(await someStaff({ roles: ['ADMIN'], accountIds: [applicant.accountId] }), 'FORBIDDEN')
  await refused(await staff('ADMIN', '丙'), 'NOT_FOUND', randomUUID())
  await refused(await staff('ADMIN', '丙'), 'NOT_FOUND', (await aFullDraft()).id)
  expect(await eventsAbout(qualification.id, 'qualification.dossier_exported')).toEqual([])
})

test('an export opens in its session, for its qualification, for ten minutes, while the person still may', async () => {
  const { qualification } = await aSubmittedQualification()
  const administrator = await staff('ADMIN', '王管理')
  const { id: exportId } = await exportDossier(administrator, asked(qualification.id))
  const opened = (actor: PersonActor, more = {}) =>
    openDossier(actor, { qualificationId: qualification.id, exportId, ...more })
  await expect(opened(administrator)).resolves.toMatchObject({ name: expect.stringContaining(qualification.reference) })
  const notFound = { code: 'NOT_FOUND' }
  await expect(opened({ ...administrator, sessionId: randomUUID() })).rejects.toMatchObject(notFound)
  await expect(opened(administrator, { exportId: randomUUID() })).rejects.toMatchObject(notFound)
  const { qualification: other } = await aSubmittedQualification()
  await expect(opened(administrator, { qualificationId: other.id })).rejects.toMatchObject(notFound)
  const demoted = { ...administrator, capabilities: ['review.queue'] as const }
  await expect(opened(demoted)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const unseeing = administrator.capabilities.filter((capability) => capability !== 'review.queue')
  const blind = { ...administrator, capabilities: unseeing }
  await expect(opened(blind)).rejects.toMatchObject(notFound)
  const made = {
    at: new Date(),
    byId: blind.id,
    locale: 'en',
    isMasked: true,
    reason: null,
    withPictures: false,
  } as const
  await expect(readDossier(blind, qualification.id, made)).rejects.toMatchObject(notFound)
  await database().dossierExport.update({ where: { id: exportId }, data: { endsAt: new Date(Date.now() - 1_000) } })
  await expect(opened(administrator)).rejects.toMatchObject(notFound)
})
