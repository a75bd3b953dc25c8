import { Agent, get } from 'node:http'

const AT_ONCE = 8

/** Requests a page this many times, eight at once, over connections that stay open. */
export async function requestPage(url: string, count: number, cookie = ''): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  let left = count
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const sent = get(
        url,
        { agent, headers: { cookie, accept: 'text/html', 'accept-encoding': 'gzip' } },
        (answer) => {
          if (answer.statusCode !== 200) reject(new Error(`${url} answered ${answer.statusCode}`))
          answer.resume().once('end', resolve)
        },
      )
      sent.once('error', reject)
    })
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) await ask()
    }),
  )
  agent.destroy()
}
