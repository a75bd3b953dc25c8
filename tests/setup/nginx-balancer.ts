import { PATIENCE } from './patience.mjs'
import { pause } from './portal'
import { freePort } from './ports'
import { configurationOf, runNginx, writeNginx } from './tls-proxies'

export type Balancer = {
  url: string
  /** Sends requests to these ports of this machine from now on; running ones continue where they are. */
  sendTo(ports: readonly number[]): Promise<void>
  stop(): Promise<void>
}

/** Starts nginx with the configuration of docs/deploy, without TLS, in front of several nodes. */
export async function startBalancer(folder: string): Promise<Balancer> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  writeNginx(folder, siteFor(port, [await freePort()]))
  const nginx = runNginx(folder)
  await untilItAnswers(url)
  return {
    url,
    async sendTo(ports) {
      writeNginx(folder, siteFor(port, ports))
      nginx.kill('SIGHUP')
      await pause(500) // new workers have the new list; old ones finish their requests
    },
    async stop() {
      const ended = new Promise((resolve) => nginx.once('exit', resolve))
      nginx.kill('SIGTERM')
      await ended
    },
  }
}

function siteFor(port: number, nodes: readonly number[]): string {
  const site = configurationOf('nginx.conf', [
    ['sms.example.cn', 'localhost'],
    ['server 127.0.0.1:3000;', nodes.map((node) => `server 127.0.0.1:${node};`).join(' ')],
    ['listen 443 ssl;', `listen 127.0.0.1:${port};`],
    ['listen [::]:443 ssl;', ''],
    ['limit_conn zhunxin 256;', ''], // all clients of a test have one address
    ['http2 on;', ''],
  ])
  const [, plain = ''] = /(server \{\n {4}listen 80;[^}]*\})/.exec(site) ?? []
  return site.replace(plain, '').replace(/^ *ssl_.*$/gm, '')
}

async function untilItAnswers(url: string): Promise<void> {
  for (let tries = 0; tries < PATIENCE / 50; tries += 1) {
    if (await fetch(url).catch(() => null)) return
    await pause(50)
  }
  throw new Error(`nginx does not answer at ${url}`)
}
