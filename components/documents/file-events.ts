import type { FileState } from '@/lib/db/generated/enums'

/**
 * Describes an event of a file, or of what is shown next to the files of a qualification, which has no state; it is
 * empty where an event may have been missed.
 */
export type Heard = { qualificationId?: string; fileId?: string; state?: FileState }
type Listener = (heard: Heard) => void

const NAME = 'zhunxin.file-events'
const AGAIN_MS = 5_000
/**
 * Between an upload and its examination nobody listens for a moment; the stream stays, and what it says is not lost.
 */
const LINGER_MS = 3_000

const listeners = new Set<Listener>()
let stop: (() => void) | null = null
/** Something was heard while nobody listened. */
let isMissed = false

/**
 * Calls a listener for each event of a file, while it is needed. Pages of one browser share one stream: the page that
 * has the lock reads it and notifies the others.
 *
 * @returns what ends it
 */
export function followFiles(listener: Listener): () => void {
  listeners.add(listener)
  stop ??= start()
  if (isMissed) listener({})
  isMissed = false
  return () => {
    listeners.delete(listener)
    window.setTimeout(stopUnneeded, LINGER_MS)
  }
}

function stopUnneeded(): void {
  if (listeners.size > 0) return
  stop?.()
  stop = null
}

function tell(heard: Heard): void {
  if (listeners.size === 0) isMissed = true
  for (const listener of listeners) listener(heard)
}

function start(): () => void {
  const ending = new AbortController()
  const others = 'BroadcastChannel' in window ? new BroadcastChannel(NAME) : null
  others?.addEventListener('message', ({ data }) => tell(data as Heard))
  const read = () =>
    readStream(ending.signal, (heard) => {
      tell(heard)
      others?.postMessage(heard)
    })
  share(read, ending.signal).catch(read) // some browsers forbid locks
  return () => {
    ending.abort()
    others?.close()
  }
}

/** Reads in one page at a time. Where pages can't agree on one, as over plain http in a local network, each reads. */
async function share(read: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const locks = navigator.locks as LockManager | undefined
  if (!locks) return read()
  const isReading = await locks.request(NAME, { ifAvailable: true }, async (lock) => {
    if (lock) await read()
    return lock !== null
  })
  if (isReading || signal.aborted) return
  tell({}) // what happened before this page listened
  await locks.request(NAME, { signal }, read).catch(() => {}) // not needed any more
}

/** Resolves when it is not needed any more. */
function readStream(signal: AbortSignal, hear: Listener): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource | undefined
    let timer = 0
    const open = () => {
      source = new EventSource('/api/file-events')
      source.addEventListener('resumed', () => hear({}))
      source.addEventListener('file', ({ data }) => hear(JSON.parse(data as string) as Heard))
      source.addEventListener('error', () => {
        if (source?.readyState === EventSource.CLOSED) timer = window.setTimeout(open, AGAIN_MS) // it was refused
      })
    }
    const close = () => {
      window.clearTimeout(timer)
      source?.close()
      resolve()
    }
    if (signal.aborted) return close()
    signal.addEventListener('abort', close)
    open()
  })
}
