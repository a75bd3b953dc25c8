import { afterEach, expect, test, vi } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { fileEvents, setFileEvents } from '@/lib/documents/examination/file-events'
import { aColleague, aMemberOf, aRegisteredApplicant } from '@/tests/factories/people'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { fileEventStream } from './file-event-stream'

const open: AbortController[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.abort()
})

/** Opens a stream and collects what it says, until it ends. */
function listen(actor: PersonActor) {
  const gone = new AbortController()
  open.push(gone)
  const answer = fileEventStream(actor, gone.signal)
  const heard = { text: '', isOver: false, answer, gone }
  void (async () => {
    for await (const piece of answer.body as unknown as AsyncIterable<Uint8Array>)
      heard.text += new TextDecoder().decode(piece)
    heard.isOver = true
  })()
  return heard
}

const anEvent = (accountId: string) =>
  ({ accountId, qualificationId: newId(), fileId: newId(), state: 'READY' }) as const
const listeners = () => fileEvents().listenerCount('file')

test('says at once to look again, and then what happens to files of the account, and of no other', async () => {
  const [own, other] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const { actor: member } = await aMemberOf(own.accountId)
  const [first, second, third] = [listen(own.actor), listen(member), listen(other.actor)]
  expect(first.answer.headers.get('content-type')).toBe('text/event-stream')
  expect(first.answer.headers.get('cache-control')).toContain('no-transform')
  await vi.waitUntil(() => [first, second, third].every(({ text }) => text.includes('event: resumed')), PATIENCE)
  const event = anEvent(own.accountId)
  fileEvents().emit('file', event)
  await vi.waitUntil(() => [first, second].every(({ text }) => text.includes(event.fileId)), PATIENCE)
  const { accountId: _, ...shown } = event
  expect(first.text).toContain(`event: file\ndata: ${JSON.stringify(shown)}\n\n`)
  const others = anEvent(other.accountId)
  fileEvents().emit('file', others)
  await vi.waitUntil(() => third.text.includes(others.fileId), PATIENCE)
  expect(third.text).not.toContain(event.fileId)
  expect(first.text).not.toContain(others.fileId)
})

test('says nothing more to someone who signed out or left the account, and ends', async () => {
  const { accountId } = await aRegisteredApplicant()
  for (const leave of [
    ({ sessionId }: PersonActor) =>
      database().session.update({ where: { id: sessionId }, data: { endedAt: new Date() } }),
    ({ id }: PersonActor) => database().membership.deleteMany({ where: { userId: id } }),
  ]) {
    const { actor } = await aMemberOf(accountId)
    const stream = listen(actor)
    await leave(actor)
    const event = anEvent(accountId)
    fileEvents().emit('file', event)
    await vi.waitUntil(() => stream.isOver, PATIENCE)
    expect(stream.text).not.toContain(event.fileId)
  }
})

test('ends with the browser and with the portal, and leaves no listener', async () => {
  const { actor } = await aRegisteredApplicant()
  const before = listeners()
  const [gone, stopped] = [listen(actor), listen(actor)]
  expect(listeners()).toBe(before + 2)
  gone.gone.abort()
  await vi.waitUntil(() => gone.isOver, PATIENCE)
  expect(stopped.isOver).toBe(false)
  setFileEvents(false)
  await vi.waitUntil(() => stopped.isOver, PATIENCE)
  expect(listeners()).toBe(before)
  expect(() => listen(actor)).toThrow(expect.objectContaining({ code: 'TRY_AGAIN' }))
  setFileEvents(true)
})

test('is for applicants, and a session has a few', async () => {
  const { actor: staff } = await aColleague()
  expect(() => fileEventStream(staff, new AbortController().signal)).toThrow(
    expect.objectContaining({ code: 'FORBIDDEN' }),
  )
  const { actor } = await aRegisteredApplicant()
  for (let count = 0; count < 6; count += 1) listen(actor)
  expect(() => listen(actor)).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }))
  open.splice(0, 1)[0]?.abort()
  listen(actor)
})
