import { Agent, get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { atOnce } from '../served/visitor'

/** Asks for an address. @returns the milliseconds that it took */
function ask(address: string, agent: Agent, headers: Readonly<Record<string, string>>): Promise<number> {
  const from = performance.now()
  return new Promise((resolve, reject) => {
    const sent = get(address, { agent, headers }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${address} answered ${answer.statusCode}`))
      answer.resume().once('end', () => resolve(performance.now() - from))
    })
    sent.once('error', (error: NodeJS.ErrnoException) => {
      // The server closed a connection that nobody used for a while, just when it was used again.
      if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(ask(address, agent, headers))
      else reject(error)
    })
  })
}

const headersFor = (secret: string) => ({ authorization: `Bearer ${secret}` })

/** Asks so many at once, over connections that stay open. @returns the milliseconds of each request */
export async function askAll(addresses: readonly string[], secret: string, count: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: count })
  const took: number[] = []
  await atOnce(count, addresses, async (address) => took.push(await ask(address, agent, headersFor(secret))))
  agent.destroy()
  return took
}

/**
 * Asks so many in a second, whether or not those before were answered, as the messages of a gateway come.
 *
 * @returns the milliseconds from the moment at which each was due
 */
export async function askAtRate(addresses: readonly string[], secret: string, rate: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true })
  const started = performance.now()
  const took = await Promise.all(
    addresses.map(async (address, n) => {
      const due = (n * 1_000) / rate
      await pause(due)
      const late = performance.now() - started - due
      return late + (await ask(address, agent, headersFor(secret)))
    }),
  )
  agent.destroy()
  return took
}
