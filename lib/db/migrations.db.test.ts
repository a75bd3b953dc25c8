import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'

const anEvent = () => ({
  id: randomUUID(),
  version: 1,
  at: new Date(),
  actorKind: 'SYSTEM' as const,
  action: 'test',
  data: {},
})

test('an audit event is neither changed nor taken away', async () => {
  const { id } = await database().auditEvent.create({ data: anEvent() })

  await expect(database().auditEvent.update({ where: { id }, data: { version: 2 } })).rejects.toThrow(/append-only/)
  await expect(database().auditEvent.delete({ where: { id } })).rejects.toThrow(/append-only/)
  await expect(database().$executeRaw`TRUNCATE audit_events CASCADE`).rejects.toThrow(/append-only/)
  expect(await database().auditEvent.findUnique({ where: { id } })).toMatchObject({ version: 1 })
})
