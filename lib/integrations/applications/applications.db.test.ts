import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import type { ApiScope } from '@/lib/db/generated/enums'
import { aClient } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { aDraft, aWrittenDraft, IDENTITY } from '@/tests/factories/qualifications'
import { anApplicant } from '@/tests/factories/review'
import { listApplications } from './list-applications'
import { readDeclared } from './read-declared'

const SCOPES: ApiScope[] = ['QUALIFICATIONS_READ', 'PERSONAL_READ']

test('a list goes on from its own cursor, and from nothing else', async () => {
  const { applicant, id } = await aWrittenDraft()
  const later = await aDraft(applicant)
  const client = await aClient({ accountId: applicant.accountId })
  const page = (after?: string) =>
    listApplications(client, { account: undefined, status: undefined, limit: '1', after })
  const first = await page()
  expect(first.qualifications).toMatchObject([{ id: later.id }])
  expect(await page(first.next ?? '')).toMatchObject({ qualifications: [{ id }], next: null })
  for (const wrong of ['', 'nothing', `senders.0.0.${id}`]) {
    await expect(page(wrong), wrong).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  }
})

test('what is declared is read by a key that may, until it is erased, and each time is an event', async () => {
  const { id } = await aWrittenDraft()
  const client = await aClient({ scopes: SCOPES })
  const { answers } = await readDeclared(client, id)
  expect(answers).toContainEqual({ field: 'person.name', value: IDENTITY['person.name'] })
  const { dataKeyId } = await database().qualification.findUniqueOrThrow({ where: { id } })
  const erased = { wrapped: new Uint8Array(), erasedAt: new Date() }
  await database().dataKey.update({ where: { id: dataKeyId }, data: erased })
  await expect(readDeclared(client, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await eventsAbout(id, 'qualification.declared_read')).toMatchObject([{ actorId: client.id }])
})

test.each<[string, () => Parameters<typeof aClient>[0] | Promise<Parameters<typeof aClient>[0]>, string]>([
  ['without the scope for personal values', () => ({ scopes: ['QUALIFICATIONS_READ'] }), 'FORBIDDEN'],
  ['without one of qualifications', () => ({ scopes: ['PERSONAL_READ'] }), 'NOT_FOUND'],
  ['of another account', async () => ({ scopes: SCOPES, accountId: (await anApplicant()).accountId }), 'NOT_FOUND'],
  ['of test accounts', () => ({ scopes: SCOPES, isTest: true }), 'NOT_FOUND'],
])('a key %s reads nothing of what is declared', async (_name, given, code) => {
  const { id } = await aWrittenDraft()
  const client = await aClient(await given())
  await expect(readDeclared(client, id)).rejects.toMatchObject({ code })
  await expect(readDeclared(client, randomUUID())).rejects.toMatchObject({ code })
  expect(await eventsAbout(id, 'qualification.declared_read')).toEqual([])
})
