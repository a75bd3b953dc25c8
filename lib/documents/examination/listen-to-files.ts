import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { SECOND } from '@/lib/core/clock'
import { logBug } from '@/lib/core/log'
import { openConnection } from '@/lib/db/connection'
import { OWN_CONNECTIONS } from '@/lib/db/own-connections'
import { ownerUrl } from '@/lib/db/owner'
import { FILE_CHANNEL, fileEvents, parseFileEvent, setFileEvents } from './file-events'

const AGAIN_AFTER = 2 * SECOND

/**
 * Passes PostgreSQL's notifications of files to `fileEvents` of this process, over one connection. A connection that is
 * lost is opened again; since events may have been missed, everyone then looks again.
 */
export function listenToFiles(): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  let client: pg.Client | undefined
  setFileEvents(true)
  const run = async () => {
    while (!signal.aborted) {
      try {
        client = await listen()
        fileEvents().emit('resumed')
        const lost = new Promise<void>((resolve) => client?.once('end', () => resolve()))
        if (signal.aborted) await client.end()
        await lost
      } catch (error) {
        logBug(error, { room: 'file-events' })
      }
      await sleep(AGAIN_AFTER, undefined, { signal }).catch(() => {})
    }
  }
  const running = run()
  return {
    async stop() {
      stopping.abort()
      setFileEvents(false)
      await client?.end().catch(() => {})
      await running
    },
  }
}

async function listen(): Promise<pg.Client> {
  // As the owner: a pooler in front of the application's login may give a session's statements to several.
  const client = await openConnection({
    connectionString: ownerUrl(),
    application_name: `${OWN_CONNECTIONS}/file-events`,
    keepAlive: true,
  })
  client.on('notification', ({ payload = '' }) => {
    const event = parseFileEvent(payload)
    if (event) fileEvents().emit('file', event)
  })
  await client.query(`LISTEN ${FILE_CHANNEL}`)
  return client
}
