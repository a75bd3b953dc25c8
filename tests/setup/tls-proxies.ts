import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { type RequestOptions, request } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PATIENCE } from './patience.mjs'
import { pause } from './portal'
import { freePort } from './ports'

/** They are Debian's own programs, with the configurations that docs/deploy gives to operators. */
const PROGRAMS = { nginx: '/usr/sbin/nginx', caddy: '/usr/bin/caddy' } as const
export type ProxyName = keyof typeof PROGRAMS

/** `npm test` installs them where it may: see scripts/test/servers.mjs. */
export const hasProxy = (name: ProxyName): boolean => existsSync(PROGRAMS[name]) && existsSync('/usr/bin/openssl')

export type TlsProxy = {
  url: string
  /** Leads to the same site by http. */
  plainUrl: string
  ca: string
  /** Returns all that it has logged. */
  logged(): string
  stop(): Promise<void>
}

/**
 * Starts the proxy in front of a portal's port, at a port of its own, with a certificate made for the test. Only name,
 * ports, certificate and folder of logs in the configuration are replaced.
 *
 * @param atOnce what the portal needs to know of it before either runs
 */
export async function prepareProxy(name: ProxyName) {
  const folder = mkdtempSync(path.join(tmpdir(), `zhunxin-${name}-`))
  const [certificate, key] = certificateIn(folder)
  const [port, plainPort] = [await freePort(), await freePort()]
  const url = `https://localhost:${port}`
  return {
    url,
    async start(portalPort: string): Promise<TlsProxy> {
      const settings = { folder, certificate, key, port, plainPort, portalPort }
      const proxy = name === 'nginx' ? startNginx(settings) : startCaddy(settings)
      await untilItListens(port, proxy)
      return {
        url,
        plainUrl: `http://localhost:${plainPort}`,
        ca: readFileSync(certificate, 'utf8'),
        logged: () => loggedIn(folder),
        async stop() {
          const ended = new Promise((resolve) => proxy.once('exit', resolve))
          proxy.kill('SIGTERM')
          await ended
          rmSync(folder, { recursive: true, force: true })
        },
      }
    },
  }
}

/** Contains all that Caddy logs, and what nginx logs of errors. */
const ERROR_LOG = 'errors'

function loggedIn(folder: string): string {
  const files = ['access.log', ERROR_LOG].map((name) => path.join(folder, name)).filter((file) => existsSync(file))
  return files.map((file) => readFileSync(file, 'utf8')).join('')
}

function certificateIn(folder: string): [string, string] {
  const [certificate, key] = [path.join(folder, 'certificate.pem'), path.join(folder, 'key.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const files = ['-keyout', key, '-out', certificate]
  execFileSync('/usr/bin/openssl', ['req', '-x509', ...kind, ...subject, ...files], { stdio: 'ignore' })
  return [certificate, key]
}

type Settings = {
  folder: string
  certificate: string
  key: string
  port: number
  plainPort: number
  portalPort: string
}

/** Returns a file of docs/deploy with the values that differ here. */
export function configurationOf(file: string, replacements: readonly (readonly [string, string])[]): string {
  let text = readFileSync(path.join('docs/deploy', file), 'utf8')
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
    text = text.replaceAll(from, to)
  }
  return text
}

function startNginx({ folder, certificate, key, port, plainPort, portalPort }: Settings): ChildProcess {
  const site = configurationOf('nginx.conf', [
    ['sms.example.cn', 'localhost'],
    ['listen 80;', `listen 127.0.0.1:${plainPort};`],
    ['listen [::]:80;', ''],
    ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
    ['listen [::]:443 ssl;', ''],
    ['/etc/ssl/zhunxin/fullchain.pem', certificate],
    ['/etc/ssl/zhunxin/privkey.pem', key],
    ['127.0.0.1:3000', `127.0.0.1:${portalPort}`],
  ])
  writeNginx(folder, site)
  return runNginx(folder)
}

/** Writes the complete configuration around a site: all files of nginx are in the folder. */
export function writeNginx(folder: string, site: string): void {
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => {
    const place = path.join(folder, kind)
    mkdirSync(place, { recursive: true })
    return `${kind}_temp_path ${place};`
  })
  const around = [
    process.getuid?.() === 0 ? 'user root;' : '',
    `pid ${folder}/pid;`,
    'daemon off;',
    'events {}',
    `http { access_log off; ${kept.join(' ')} ${site.replaceAll('/var/log/nginx', folder)} }`,
  ]
  writeFileSync(path.join(folder, 'nginx.conf'), around.join('\n'))
}

export const runNginx = (folder: string): ChildProcess =>
  spawn(PROGRAMS.nginx, ['-e', path.join(folder, ERROR_LOG), '-c', path.join(folder, 'nginx.conf')], {
    stdio: 'ignore',
  })

function startCaddy({ folder, certificate, key, port, plainPort, portalPort }: Settings): ChildProcess {
  const site = configurationOf('Caddyfile', [
    ['\n{\n', `\n{\n\tadmin off\n\thttp_port ${plainPort}\n\thttps_port ${port}\n`],
    ['\nsms.example.cn {', `\nhttps://localhost:${port} {`],
    ['# tls /etc/ssl/zhunxin/fullchain.pem /etc/ssl/zhunxin/privkey.pem', `tls ${certificate} ${key}`],
    ['127.0.0.1:3000', `127.0.0.1:${portalPort}`],
  ])
  const file = path.join(folder, 'Caddyfile')
  writeFileSync(file, site)
  const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
  const log = openSync(path.join(folder, ERROR_LOG), 'w')
  const args = ['run', '--config', file, '--adapter', 'caddyfile']
  const caddy = spawn(PROGRAMS.caddy, args, { stdio: ['ignore', 'ignore', log], env })
  closeSync(log)
  return caddy
}

async function untilItListens(port: number, proxy: ChildProcess): Promise<void> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; ) {
    if (proxy.exitCode !== null) break
    const isThere = await askTls(`https://localhost:${port}`, '/', { rejectUnauthorized: false }).catch(() => null)
    if (isThere) return
    await pause(50)
  }
  throw new Error(`Nothing answers at ${port}; its program ended with ${proxy.exitCode}`)
}

type Asked = Pick<RequestOptions, 'ca' | 'path' | 'method' | 'headers' | 'rejectUnauthorized'> & { body?: Uint8Array }

/** Sends a request by https unchanged. It follows no redirect. */
export function askTls(url: string, place: string, { body, ...options }: Asked) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const sent = request(new URL(place, url), { servername: 'localhost', ...options }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) })
      })
    })
    sent.once('error', reject)
    sent.end(body)
  })
}
