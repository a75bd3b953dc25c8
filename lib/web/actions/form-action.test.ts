import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { currentRequest, noteDatabaseUnavailable, withRequest } from '@/lib/core/current-request'
import { PAGE_OF } from '@/lib/core/forms/page-of'
import { DatabaseUnavailableError } from '@/lib/db/database-unavailable'
import { publicAction } from './form-action'

vi.mock('next/headers', () => ({ headers: async () => new Headers(), cookies: async () => new Map() }))

const echo = publicAction('test.echo', z.unknown(), async (_visitor, input) => input)

function formOf(...entries: [string, string][]) {
  const form = new FormData()
  for (const [name, value] of entries) form.append(name, value)
  return form
}

test('an action is given one value a name, or all of them, and nothing of the framework', async () => {
  const form = formOf(['role', 'LEAD'], ['name', '李雷'], ['role', 'ADMIN'], ['$ACTION_ID_1', ''], [PAGE_OF, 'x'])
  expect(await echo(null, form)).toEqual({ ok: true, value: { role: ['LEAD', 'ADMIN'], name: '李雷' } })
})

test('NUL, which nobody types and the database cannot store, is left out', async () => {
  expect(await echo(null, formOf(['name', '李\0雷']))).toEqual({ ok: true, value: { name: '李雷' } })
})

test('a form of very many fields is read once, not once a field', async () => {
  const search = vi.spyOn(FormData.prototype, 'getAll')
  const form = formOf(...Array.from({ length: 200 }, (_, i): [string, string] => [`field${i}`, `${i}`]))
  expect(await echo(null, form)).toMatchObject({ ok: true, value: { field0: '0', field199: '199' } })
  expect(search).not.toHaveBeenCalled()
  search.mockRestore()
})

test('where the database is unavailable the form comes back with what was typed, but for passwords, and it is no bug', async () => {
  const failing = publicAction('test.failing', z.unknown(), async () => {
    throw new Error('a query failed', { cause: new DatabaseUnavailableError('57P03') })
  })
  const answer = await withRequest('some', async () => ({
    result: await failing(null, formOf(['name', '李雷'], ['password', 'secret'])),
    isDatabaseUnavailable: currentRequest()?.isDatabaseUnavailable,
  }))
  expect(answer).toEqual({
    result: { ok: false, error: 'DATABASE_UNAVAILABLE', params: {}, sent: { name: '李雷' }, fields: {} },
    isDatabaseUnavailable: true,
  })
})

test('an action that succeeded after a retry does not count as unavailable', async () => {
  const retried = publicAction('test.retried', z.unknown(), async () => noteDatabaseUnavailable())
  await withRequest('some', async () => {
    expect(await retried(null, formOf())).toMatchObject({ ok: true })
    expect(currentRequest()?.isDatabaseUnavailable).toBe(false)
  })
})
