import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { watch } from '@/tests/setup/portal'

export type Limit = { url: string; stop(): Promise<unknown> }

/** Starts the limit of an upload as a process of its own, which writes next to the data folder. */
export async function startBareServer(besides: string): Promise<Limit> {
  const folder = path.join(besides, 'bare')
  mkdirSync(folder, { recursive: true })
  const script = path.resolve('tests/bench/served/receive.mjs')
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'pipe'] })
  const server = watch(child, { url: '', address: '' })
  const [, port] = await server.said(/port (\d+)/)
  return { url: `http://127.0.0.1:${port}/`, stop: () => server.stop() }
}
