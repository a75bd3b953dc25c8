import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export type Post = { url: string; mails: ReceivedMail[]; stop(): Promise<void> }
export type ReceivedMail = { from: string; to: string[]; headers: Map<string, string>; text: string; isSecure: boolean }

/** Returns a refusal with an SMTP status. */
export const status = (responseCode: number) => Object.assign(new Error('No'), { responseCode })

/** Starts a real SMTP server on this machine, which stores the mails that it accepts. */
export async function servePost(options: SMTPServerOptions = {}): Promise<Post> {
  const mails: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    onData: (stream, { envelope, secure }, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        const to = envelope.rcptTo.map(({ address }) => address)
        mails.push({ from, to, isSecure: secure, ...parse(Buffer.concat(chunks)) })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {}) // from connections that tests cut
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** Speaks SMTP up to a command of the client's, and then does something else. */
export async function serveRude(word: RegExp, then: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    let isInData = false
    let said = ''
    socket.on('data', (chunk) => {
      said = isInData ? said + chunk.toString() : chunk.toString()
      if (word.test(said)) return then(socket)
      if (isInData && !said.endsWith('\r\n.\r\n')) return
      if (/^EHLO/.test(said)) socket.write('250 rude\r\n')
      else if (/^DATA/.test(said)) {
        isInData = true
        socket.write('354 go on\r\n')
      } else socket.write('250 ok\r\n')
    })
    if (word.test('CONNECT')) then(socket)
    else socket.write('220 rude ESMTP\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Parses a mail with one part of text: its headers as people read them, and its text. */
function parse(raw: Buffer): Pick<ReceivedMail, 'headers' | 'text'> {
  const message = raw.toString('latin1')
  const end = message.indexOf('\r\n\r\n')
  const lines = message
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), words(line.slice(colon + 1).trim())] as const
    }),
  )
  const body = message.slice(end + 4)
  const encoding = headers.get('content-transfer-encoding')
  const bytes = encoding === 'base64' ? Buffer.from(body, 'base64') : quoted(body, encoding === 'quoted-printable')
  return { headers, text: bytes.toString('utf8').replaceAll('\r\n', '\n') }
}

const quoted = (text: string, isQuoted: boolean) =>
  Buffer.from(isQuoted ? text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => byte(hex)) : text, 'latin1')

const byte = (hex: string) => String.fromCharCode(Number.parseInt(hex, 16))

/** Decodes encoded words (RFC 2047). */
const words = (value: string) =>
  value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString('latin1')
        : text.replaceAll('_', ' ').replace(/=([0-9A-F]{2})/gi, (_all, hex) => byte(hex)),
    )
    .replace(/[\x80-\xff]+/g, (bytes) => Buffer.from(bytes, 'latin1').toString('utf8'))
