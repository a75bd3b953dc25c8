import 'server-only'
import { SharedRuns } from '@/lib/core/shared-runs'
import { whyDatabaseUnavailable } from '@/lib/db/availability'
import { listSenders } from '@/lib/integrations/changes/list-senders'
import { readChanges } from '@/lib/integrations/changes/read-changes'
import { listedUnder } from '@/lib/integrations/changes/read-senders'
import { Changes, ChangesQuery, Senders, SendersQuery } from '@/lib/integrations/changes/schemas'
import { askGate } from '@/lib/integrations/gate/ask'
import { secretIn } from '../admit'
import { type DispatchedRequest, named, type Operation } from '../operation'
import { readQuery } from '../read-request'
import { ApiRefusal } from '../refusals'

/** A change ends many waits at once: those who have read as far are answered by the same reading. */
const shared = new SharedRuns()

const FEED = { tag: 'Changes', method: 'GET', scope: 'CHANGES_READ' } as const

/** Lists operations that know the key itself, under which signatures are given out; one of them waits. */
export const CHANGE_OPERATIONS: readonly Operation[] = [
  {
    ...FEED,
    id: 'listSenders',
    path: '/senders',
    summary: 'A snapshot: every sender that the gate knows',
    description: 'Then follow the changes: what changes while pages are read comes there.',
    inputs: { query: SendersQuery },
    answers: { 200: { description: 'A page, by account.', schema: named('Senders', Senders) } },
    async answer(asked) {
      const { client, headers } = await admit(asked, 1)
      const query = within(headers, () => readQuery(SendersQuery, asked.query))
      const { accounts, ...page } = await listSenders({ ...query, accountId: client.accountId, isTest: client.isTest })
      const body: Senders = { accounts: listedUnder(secretIn(asked.request), accounts), ...page }
      return { body: JSON.stringify(body), headers }
    },
  },
  {
    ...FEED,
    id: 'readChanges',
    path: '/changes',
    summary: 'What changed since a cursor',
    description: 'In an order without gaps. With `wait` it answers as soon as there is a change.',
    inputs: { query: ChangesQuery },
    answers: { 200: { description: 'What changed, as it is now.', schema: named('Changes', Changes) } },
    codes: ['CURSOR_UNKNOWN'],
    answer: follow,
  },
]

/** The key is read again after each wait: what was revoked meanwhile is answered nothing. */
async function follow(asked: DispatchedRequest) {
  const { request, services } = asked
  let { client, headers } = await admit(asked, 1)
  const query = within(headers, () => readQuery(ChangesQuery, asked.query))
  const ends = performance.now() + query.wait * 1_000
  const gone = goneOf(asked)
  try {
    for (let { after } = query; ; ) {
      const given = { limit: query.limit, after, accountId: client.accountId, isTest: client.isTest }
      const page = await shared.run(`changes ${JSON.stringify(given)}`, () => readChanges(given))
      if (!page) throw new ApiRefusal('CURSOR_UNKNOWN', [], headers)
      const seconds = (ends - performance.now()) / 1_000
      const isOver = seconds <= 0 || gone.signal.aborted || services.watch.isStopped
      if (isOver || page.more || page.changes.length > 0) {
        const body: Changes = { ...page, changes: listedUnder(secretIn(request), page.changes) }
        return { body: JSON.stringify(body), headers }
      }
      if (services.watch.isFullFor(client.id)) {
        throw new ApiRefusal('RATE_LIMITED', [], { ...headers, 'Retry-After': '1' })
      }
      after = page.cursor
      await services.watch.wait({ keyId: client.id, after, seconds, gone: gone.signal })
      if (whyDatabaseUnavailable() !== null) throw new ApiRefusal('DATABASE_UNAVAILABLE')
      ;({ client, headers } = await admit(asked, 0))
    }
  } finally {
    gone.forget()
  }
}

const admit = ({ request, services }: DispatchedRequest, amount: number) =>
  services.admit(
    { request, scope: FEED.scope },
    {
      ...{ policy: 'changes', amount },
      find: (hash) => shared.run(`key ${hash.toString('base64')}`, () => askGate(hash, [])),
    },
  )

function within<T>(headers: Readonly<Record<string, string>>, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof ApiRefusal ? error.with(headers) : error
  }
}

/** Says when the connection of a request ends. */
function goneOf({ request: { socket } }: DispatchedRequest): { signal: AbortSignal; forget: () => void } {
  const gone = new AbortController()
  const end = () => gone.abort()
  socket.once('close', end)
  return { signal: gone.signal, forget: () => socket.off('close', end) }
}
