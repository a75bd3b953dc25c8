import { connect } from 'node:net'

export type RawAnswer = { status: number; text: string }

type Raw = {
  method?: string
  path: string
  headers: Readonly<Record<string, string | number>>
  body?: string
  /** Closes the connection without the rest of the announced body. */
  isCut?: boolean
}

/** Sends a request as it is written, even a malformed one; status 0 when it is not answered. */
export function sendRaw(portal: string, { method = 'POST', path, headers, body = '', isCut }: Raw): Promise<RawAnswer> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(Number(new URL(portal).port), '127.0.0.1')
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    socket.on('error', () => {}) // closed is closed
    socket.once('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text }))
    const lines = Object.entries({ Host: new URL(portal).host, Connection: 'close', ...headers })
    const head = [`${method} ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)].join('\r\n')
    socket.write(`${head}\r\n\r\n${body}`, () => {
      if (isCut) socket.end()
    })
  })
}
