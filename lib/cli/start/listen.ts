import 'server-only'
import type { Server } from 'node:http'
import { StartRefusal } from './run-program'

type Place = { host: string; port: number }

/**
 * Lets a server listen.
 *
 * @param variable of the environment, that says where
 * @throws StartRefusal
 */
export function listen(server: Server, { host, port }: Place, variable: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = ({ code }: NodeJS.ErrnoException) =>
      reject(new StartRefusal(refusal(code, { host, port }, variable)))
    server.once('error', refuse)
    server.listen(port, host, resolve)
  })
}

function refusal(code: string | undefined, { host, port }: Place, variable: string): string {
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is taken. Set ${variable} to another one.`
  if (code === 'EACCES') return `Port ${port} may not be used by this account. Set ${variable} to one above 1023.`
  return `Can't listen on ${host}, port ${port} (${code}).`
}
