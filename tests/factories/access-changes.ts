import type { PersonActor } from '@/lib/auth/actor'
import { database, databaseTime } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { changeRoles } from '@/lib/review/change-roles'
import { aColleague } from './people'

type Asked = { by?: PersonActor; userId?: string; roles?: StaffRole[] }

/** Asked for by one of at least two administrators, for a reviewer who is to be an auditor too; its id. */
export async function aWaitingChange({ by, userId, roles = ['AUDITOR', 'REVIEWER'] }: Asked = {}): Promise<string> {
  const asker = by ?? (await aColleague({ roles: ['ADMIN'], name: '温言' })).actor
  await aColleague({ roles: ['ADMIN'], name: '舒朗' })
  const whose = userId ?? (await aColleague({ name: '苏合' })).id
  await changeRoles(asker, { userId: whose, from: ['REVIEWER'], roles })
  const { id } = await database().accessChange.findFirstOrThrow({ where: { userId: whose, state: 'WAITING' } })
  return id
}

export const waitingChangeOf = (userId: string) =>
  database().accessChange.findFirstOrThrow({ where: { userId, state: 'WAITING' } })

/** As 72 hours later. */
export async function endItsTime(id: string): Promise<void> {
  await database().accessChange.update({ where: { id }, data: { expiresAt: await databaseTime() } })
}
