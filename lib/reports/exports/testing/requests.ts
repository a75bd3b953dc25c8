import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { PersonActor } from '@/lib/actor/actor'
import { someStaff } from '@/tests/factories/review'
import { requestExport } from '../request-export'
import { RequestExportInput } from '../schemas'

export type Asked = Partial<Record<keyof RequestExportInput, string>>
const input = (given: Asked) => RequestExportInput.parse({ subject: 'AUDIT', format: 'CSV', ...given })
export const ask = (actor: PersonActor, given: Asked = {}, atOnce?: number) =>
  requestExport(actor, input(given), { locale: 'zh-CN', ...(atOnce === undefined ? {} : { atOnce }) })

export async function contentOf(actor: PersonActor, given: Asked = {}): Promise<Readable> {
  const asked = await ask(actor, given)
  if (asked.id !== null) throw new Error('It was to be sent at once')
  return asked.content
}
export const textOf = async (actor: PersonActor, given: Asked = {}) =>
  (await buffer(await contentOf(actor, given))).toString('utf8')
/** Requests an export that the worker writes. */
export async function requestLong(actor: PersonActor, given: Asked = {}): Promise<string> {
  const { id } = await ask(actor, given, -1)
  return id ?? ''
}
export const anAdministrator = (name = '管理员') => someStaff({ roles: ['ADMIN'], name })
