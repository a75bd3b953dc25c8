import type { PersonActor } from '@/lib/actor/actor'
import { database, databaseTime } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { changeRoles } from '@/lib/staff/change-roles'
import { aColleague } from './people'

type RequestedChange = {
  by?: PersonActor
  userId?: string
  roles?: StaffRole[]
  /** False where there is an administrator already who can confirm it. */
  makesAnother?: boolean
}

/** Lets one of at least two administrators request to make a reviewer an auditor too; returns the id. */
export async function aWaitingChange({
  by,
  userId,
  roles = ['AUDITOR', 'REVIEWER'],
  makesAnother = true,
}: RequestedChange = {}): Promise<string> {
  const requester = by ?? (await aColleague({ roles: ['ADMIN'], name: '温言' })).actor
  if (makesAnother) await aColleague({ roles: ['ADMIN'], name: '舒朗' })
  const subject = userId ?? (await aColleague({ name: '苏合' })).id
  await changeRoles(requester, { userId: subject, from: ['REVIEWER'], roles })
  const { id } = await database().accessChange.findFirstOrThrow({ where: { userId: subject, state: 'WAITING' } })
  return id
}

export const waitingChangeOf = (userId: string) =>
  database().accessChange.findFirstOrThrow({ where: { userId, state: 'WAITING' } })

/** Moves it 72 hours back. */
export async function endItsTime(id: string): Promise<void> {
  await database().accessChange.update({ where: { id }, data: { expiresAt: await databaseTime() } })
}
