import 'server-only'
import type { Server } from 'node:http'
import { parseArgs } from 'node:util'
import { decodeKey, encodeKey, NoteInvalidError, type NoteKey } from '@/lib/audit-log/note'
import { serveWitness } from '@/lib/audit-log/witness/serve-witness'
import { witnessOf } from '@/lib/audit-log/witness/witness'
import { openWitnessStore } from '@/lib/audit-log/witness/witness-store'
import { printLine, runService, StartRefusal } from './start/run-program'

const USAGE = 'npm run audit:witness -- FOLDER [--port=8090] [--host=127.0.0.1] [--log=KEY …]'

runService(async (onStop) => {
  const { folder, host, port, logs } = argumentsGiven()
  const store = await openWitnessStore(folder)
  const server = serveWitness(witnessOf(store, logs, printLine))
  await listen(server, host, port)
  onStop(async () => {
    server.close()
    server.closeAllConnections()
  })
  printLine(
    `Witness ready at http://${host}:${(server.address() as { port: number }).port}, keeping what it saw in ${folder}.`,
  )
  printLine(`Its key: ${encodeKey(store.signer)}`)
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
