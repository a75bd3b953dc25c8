import { spawn, spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pause, watch } from '@/tests/setup/portal'
import { freePort } from '@/tests/setup/ports'
import type { Limit } from './bare-server'

export type BareNext = Limit & { actionId: string }

/**
 * Builds and serves the limit of a page and of an action: a Next app of its own, without sessions, rules or languages.
 *
 * @param database the address of a database with a table `cases`, where the action is used
 */
export async function startBareNext(database = ''): Promise<BareNext> {
  const folder = path.resolve('.build/bare-next')
  rmSync(folder, { recursive: true, force: true })
  cpSync(path.resolve('tests/bench/served/bare-next'), folder, { recursive: true })
  const next = path.resolve('node_modules/next/dist/bin/next')
  const common = { ROOT: path.resolve(), NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' }
  const env = { ...process.env, ...common, DATABASE_URL: database }
  const built = spawnSync(process.execPath, [next, 'build', folder], { cwd: folder, env, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`The bare app could not be built:\n${built.stdout}${built.stderr}`)
  const port = await freePort()
  const args = [next, 'start', folder, '-p', `${port}`, '-H', '127.0.0.1']
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const url = `http://127.0.0.1:${port}/`
  const server = watch(child, { url, address: url })
  while (!(await fetch(url).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error(`The bare app does not start:\n${server.output()}`)
    await pause(100)
  }
  const manifest = readFileSync(path.join(folder, '.next/server/server-reference-manifest.json'), 'utf8')
  const [actionId = ''] = Object.keys(JSON.parse(manifest).node)
  return { url, actionId, stop: () => server.stop() }
}
