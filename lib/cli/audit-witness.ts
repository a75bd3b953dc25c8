import 'server-only'
import type { Server } from 'node:http'
import { parseArgs } from 'node:util'
import { decodeKey, encodeKey, NoteInvalidError, type NoteKey } from '@/lib/audit/log/note'
import { serveWitness } from '@/lib/audit/witness/serve-witness'
import { witnessOf } from '@/lib/audit/witness/witness'
import { openWitnessStore, WitnessFileError } from '@/lib/audit/witness/witness-store'
import { live, StartRefusal, say } from './start/life'

const USAGE = 'npm run audit:witness -- FOLDER [--port=8090] [--host=127.0.0.1] [--log=KEY …]'

live(async (onStop) => {
  const { folder, host, port, logs } = argumentsGiven()
  const store = await openWitnessStore(folder).catch((error: unknown) => {
    throw error instanceof WitnessFileError ? new StartRefusal(error.message) : error
  })
  const server = serveWitness(witnessOf(store, logs, say))
  await listen(server, host, port)
  onStop(async () => {
    server.close()
    server.closeAllConnections()
  })
  say(
    `Witness ready at http://${host}:${(server.address() as { port: number }).port}, keeping what it saw in ${folder}.`,
  )
  say(`Its key: ${encodeKey(store.signer)}`)
})

function argumentsGiven(): { folder: string; host: string; port: number; logs: NoteKey[] } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        host: { type: 'string', default: '127.0.0.1' },
        port: { type: 'string', default: '8090' },
        log: { type: 'string', multiple: true, default: [] },
      },
    })
    const [folder, ...more] = positionals
    if (!folder || more.length > 0 || !/^\d{1,5}$/.test(values.port)) throw new StartRefusal(USAGE)
    return { folder, host: values.host, port: Number(values.port), logs: values.log.map(decodeKey) }
  } catch (error) {
    if (error instanceof NoteInvalidError) throw new StartRefusal(`--log: ${error.message}.`)
    throw new StartRefusal(USAGE)
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new StartRefusal(`Can't listen on ${host}:${port} (${error.code}).`)),
    )
    server.listen(port, host, resolve)
  })
}
