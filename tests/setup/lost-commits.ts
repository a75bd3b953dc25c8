import { connect, createServer, type Socket } from 'node:net'
import path from 'node:path'
import { vi } from 'vitest'
import { someoneWaitsForALock } from './interleave'
import { PATIENCE } from './patience.mjs'

/**
 * Names what becomes of a COMMIT whose sender loses the connection. `LATE`: it arrives once somebody waits for a lock that
 * the transaction has, or nobody will; `NEVER`: the transaction is rolled back.
 */
type Fate = 'LATE' | 'NEVER'

/** Starts a proxy in front of a login's database that can lose the connection on which a COMMIT is sent. */
export async function startLossyProxy(direct: string) {
  const { port, hostname, searchParams } = new URL(direct)
  const folder = searchParams.get('host')
  const sockets = new Set<Socket>()
  /** Statements that are used often have a name after a while, and are sent by it alone. */
  let named = 'COMMIT'
  let next: { statement: string; fate: Fate; isOver: () => boolean } | undefined

  const server = createServer((client) => {
    const behind = folder ? connect(path.join(folder, `.s.PGSQL.${port}`)) : connect(Number(port), hostname)
    for (const socket of [client, behind]) {
      sockets.add(socket)
      socket.on('error', () => {}).once('close', () => sockets.delete(socket))
    }
    let isMeant = false
    let isHeld = false
    client.on('data', (bytes) => {
      isMeant ||= next !== undefined && bytes.includes(next.statement)
      named = /(s\d+)\0COMMIT\0/.exec(bytes.toString('latin1'))?.[1] ?? named
      const isCommit = bytes.includes('COMMIT') || bytes.includes(`\0${named}\0`)
      if (!next || !isMeant || !isCommit) return void behind.write(bytes)
      const { fate, isOver } = next
      next = undefined
      isHeld = true
      client.destroy()
      behind.unpipe(client).resume()
      if (fate === 'NEVER') return void behind.destroy()
      const arrives = vi.waitUntil(async () => isOver() || (await someoneWaitsForALock()), PATIENCE)
      arrives.then(
        () => behind.end(bytes),
        () => behind.destroy(),
      )
    })
    client.once('close', () => isHeld || behind.destroy())
    behind.once('close', () => client.destroy())
    behind.pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const url = new URL(direct)
  url.searchParams.delete('host')
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as { port: number }).port)
  return {
    url: url.href,
    /** Loses the connection on which `work` commits a transaction that has sent a statement with this text. */
    async loseCommit<T>(statement: string, fate: Fate, work: () => Promise<T>): Promise<PromiseSettledResult<T>> {
      let isOver = false
      next = { statement, fate, isOver: () => isOver }
      const [outcome] = await Promise.allSettled([work()])
      isOver = true
      if (next) throw new Error(`Nothing was committed after ${statement}`)
      return outcome
    },
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
