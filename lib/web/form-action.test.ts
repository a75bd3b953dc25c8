import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { publicAction } from './form-action'

vi.mock('next/headers', () => ({ headers: async () => new Headers(), cookies: async () => new Map() }))

const echo = publicAction('test.echo', z.unknown(), async (_visitor, input) => input)

function formOf(...entries: [string, string][]) {
  const form = new FormData()
  for (const [name, value] of entries) form.append(name, value)
  return form
}

test('an action is given one value a name, or all of them, and nothing of the framework', async () => {
  const form = formOf(['role', 'LEAD'], ['name', '李雷'], ['role', 'ADMIN'], ['$ACTION_ID_1', ''])
  expect(await echo(null, form)).toEqual({ ok: true, value: { role: ['LEAD', 'ADMIN'], name: '李雷' } })
})

test('what nobody types and no text of the database keeps is left out', async () => {
  expect(await echo(null, formOf(['name', '李\0雷']))).toEqual({ ok: true, value: { name: '李雷' } })
})

test('a form of very many fields is read once, not once a field', async () => {
  const search = vi.spyOn(FormData.prototype, 'getAll')
  const form = formOf(...Array.from({ length: 200 }, (_, i): [string, string] => [`field${i}`, `${i}`]))
  expect(await echo(null, form)).toMatchObject({ ok: true, value: { field0: '0', field199: '199' } })
  expect(search).not.toHaveBeenCalled()
  search.mockRestore()
})
