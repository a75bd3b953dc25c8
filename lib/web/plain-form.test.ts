import { expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import { answeredToForm, sentForm } from './plain-form'
import { problemResponse } from './problem'

const sentFrom = (back?: string) =>
  new Request(`http://localhost:3000/api/x${back ? `?back=${encodeURIComponent(back)}` : ''}`, { method: 'POST' })
const taken = () => Response.json({ files: [] }, { status: 201, headers: { 'Cache-Control': 'no-store' } })
const place = async (back: string, answer: Response) => {
  const answered = await answeredToForm(sentFrom(back), answer)
  expect(answered.status).toBe(303)
  expect(await answered.text()).toBe('')
  const { origin, pathname, searchParams, hash } = new URL(answered.headers.get('Location') ?? '')
  expect(origin).toBe(env().ZHUNXIN_URL.origin)
  return [pathname, Object.fromEntries(searchParams), hash]
}

test('a script gets the route’s answer unchanged', async () => {
  const answer = taken()
  expect(await answeredToForm(sentFrom(), answer)).toBe(answer)
})

test('a form comes back to its place, with why it was refused', async () => {
  const back = '/qualifications/1/documents#ID_PORTRAIT'
  expect(await place(back, taken())).toEqual(['/qualifications/1/documents', {}, '#ID_PORTRAIT'])
  const refused = problemResponse({ code: 'FILE_TOO_BIG', params: { megabytes: 10 } }, 'its id')
  const shown = { refused: 'FILE_TOO_BIG', megabytes: '10', slot: 'ID_PORTRAIT' }
  expect(await place(back, refused)).toEqual(['/qualifications/1/documents', shown, '#ID_PORTRAIT'])
})

test('of an ended session it says only that it failed: what was sent is not there after signing in', async () => {
  const refused = problemResponse({ code: 'UNAUTHENTICATED', params: {} }, 'its id')
  const shown = { refused: 'NOT_RECEIVED', slot: 'ID_PORTRAIT' }
  expect(await place('/qualifications/1/documents#ID_PORTRAIT', refused)).toEqual([
    '/qualifications/1/documents',
    shown,
    '#ID_PORTRAIT',
  ])
})

test.each(['https://elsewhere.example/', '//elsewhere.example/', 'javascript:alert(1)'])(
  'never to another site: %s',
  async (back) => {
    expect(await place(back, taken())).toEqual(['/', {}, ''])
  },
)

test('a form is read if it says how long it is', async () => {
  const sent = (headers: Record<string, string>) =>
    sentForm(new Request('http://localhost:3000/', { method: 'POST', headers, body: new URLSearchParams({ a: 'b' }) }))
  expect([...(await sent({ 'Content-Length': '3' }))]).toEqual([['a', 'b']])
  await expect(sent({})).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  const noForm = { 'Content-Length': '3', 'Content-Type': 'application/json' }
  await expect(sent(noForm)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})
