import 'server-only'
import { can, type PersonActor } from '@/lib/actor/actor'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { logBug } from '@/lib/core/log'
import { startInterval, startTimeout } from '@/lib/core/timers'
import { areFileEventsStopped, type FileEvent, fileEvents } from '@/lib/documents/examination/file-events'
import { readSession } from '@/lib/sign-in/sessions/sessions'

/** A browser opens one; more are of pages that it can't share it between. */
const MOST_BY_SESSION = 6
/** Proxies close a connection on which nothing moves for a minute. */
const SIGN_OF_LIFE_MS = 20 * SECOND
/** A browser opens the next one by itself, and proves again who it is. */
const LASTS_MS = 5 * MINUTE
/** A browser that reads nothing is let go, in pieces that wait for it. */
const MOST_WAITING = 64

const STORE = Symbol.for('zhunxin.file-event-streams')
/** Next may load this module once for each bundle; streams are counted for the process. */
const shared = globalThis as { [STORE]?: Map<string, number> }
shared[STORE] ??= new Map()
const open = shared[STORE]

/**
 * Answers with the events of files in the actor's drafts, as server-sent events (HTML, 9.2). The first is `resumed`,
 * which is also sent when something may have been missed: the browser then looks again. Before each event the session
 * and the membership are read again, so that nothing is sent to someone who signed out or left.
 *
 * @throws DomainError FORBIDDEN, TRY_AGAIN while the portal stops, RATE_LIMITED when the session has too many
 */
export function fileEventStream(actor: PersonActor, gone: AbortSignal): Response {
  if (!can(actor, 'qualification.own')) throw new DomainError('FORBIDDEN', 'Of no account')
  if (areFileEventsStopped()) throw new DomainError('TRY_AGAIN', 'The portal stops')
  const count = open.get(actor.sessionId) ?? 0
  if (count >= MOST_BY_SESSION) throw new DomainError('RATE_LIMITED', 'Too many streams', { params: { seconds: 10 } })
  open.set(actor.sessionId, count + 1)
  let close = () => {}
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        close = follow(actor, {
          send: (text) => controller.enqueue(new TextEncoder().encode(text)),
          isFull: () => (controller.desiredSize ?? 0) <= 0,
          end: () => controller.close(),
        })
        gone.addEventListener('abort', close)
        if (gone.aborted) close()
      },
      cancel: () => close(),
    },
    { highWaterMark: MOST_WAITING },
  )
  // `no-transform`: a compressed stream would hold events back.
  const headers = {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  }
  return new Response(stream, { headers })
}

type Sink = { send: (text: string) => void; isFull: () => boolean; end: () => void }

/** @returns what ends it */
function follow({ sessionId, accountIds }: PersonActor, { send, isFull, end }: Sink): () => void {
  let isOver = false
  const close = () => {
    if (isOver) return
    isOver = true
    clearInterval(signs)
    clearTimeout(limit)
    events.off('file', onFile).off('resumed', onResumed).off('stopping', close)
    const left = (open.get(sessionId) ?? 1) - 1
    if (left > 0) open.set(sessionId, left)
    else open.delete(sessionId)
    try {
      end()
    } catch {
      // the browser closed it
    }
  }
  const say = (text: string) => {
    if (isOver) return
    if (isFull()) close()
    else send(text)
  }
  const pass = async (event: FileEvent) => {
    if (!accountIds.includes(event.accountId)) return
    const actor = await readSession(sessionId)
    if (!actor?.accountIds.includes(event.accountId)) return close()
    const { accountId: _, ...shown } = event
    say(`event: file\ndata: ${JSON.stringify(shown)}\n\n`)
  }
  const onFile = (event: FileEvent) =>
    void pass(event).catch((error: unknown) => logBug(error, { act: 'file.announce' }))
  const onResumed = () => say('event: resumed\ndata: {}\n\n')
  const events = fileEvents().on('file', onFile).on('resumed', onResumed).on('stopping', close)
  const signs = startInterval(() => say(':\n\n'), SIGN_OF_LIFE_MS, { act: 'file.announce' })
  const limit = startTimeout(close, LASTS_MS, { act: 'file.announce' })
  send('retry: 1000\n\n')
  onResumed()
  return close
}
