import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { endProcesses } from '@/scripts/test/process-tree.mjs'
import { SHORT_LIVED } from '@/scripts/test/short-lived.mjs'
import { allocatorIn } from './allocator'
import { OPERATOR } from './operator'
import { PATIENCE } from './patience.mjs'
import { freePort } from './ports'

/** A portal started as an operator would: `node scripts/start.mjs`. */
export type Portal = {
  url: string
  /** The address at which it listens, no matter what its name is. */
  address: string
  pid: number
  /** Returns its output so far. */
  output(): string
  /** Waits for a line of its output, and returns what the pattern captured. */
  said(pattern: RegExp, seconds?: number): Promise<RegExpMatchArray>
  /** Stops it in order; resolves with the exit code. Fails when it had to be killed. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** Kills it with `kill -9`. */
  kill(): Promise<void>
  exited: Promise<number | null>
}

type Options = {
  dataFolder: string
  port?: number
  env?: Record<string, string>
  waitUntilReady?: boolean
  /** A file to which its output is appended as it arrives. */
  log?: string | undefined
  /** Names the program to start instead of `scripts/start.mjs`. */
  script?: string
  args?: readonly string[]
}

const LATE = Symbol('late')

export async function startPortal(options: Options): Promise<Portal> {
  const { dataFolder, port, env = {}, waitUntilReady = true, log, script = 'scripts/start.mjs', args = [] } = options
  const at = port ?? (await freePort())
  const portal = run(script, { ZHUNXIN_DATA: dataFolder, PORT: `${at}`, ...env }, log, args)
  if (!waitUntilReady) return portal
  try {
    await untilReady(portal)
    return portal
  } catch (error) {
    await portal.stop()
    throw error
  }
}

/** Starts the worker of a portal that has ZHUNXIN_WORKER=separate. */
export async function startSeparateWorker(env: Record<string, string>): Promise<Omit<Portal, 'url' | 'address'>> {
  const worker = run('scripts/worker.mjs', env)
  await worker.said(/Worker ready/, 60)
  return worker
}

/** Starts a command of ours, as `npm run` does. */
export function startCommand(script: string, env: Record<string, string>, args: readonly string[]) {
  return run(script, env, undefined, args)
}

function run(script: string, env: Record<string, string>, log?: string, args: readonly string[] = []): Portal {
  // Only tests of reading wait for it: it takes seconds of processor time a photograph.
  // Benchmarks measure it as an operator has it. Without the operator's name no letter is issued.
  const isServed = Boolean(process.env.AS_SERVED)
  const flags = isServed ? [] : SHORT_LIVED
  const allocator = isServed ? allocatorIn('systemd/zhunxin.service') : {}
  const child = spawn(process.execPath, [...flags, path.resolve(script), ...args], {
    env: { NODE_ENV: 'production', READ_DOCUMENTS: '0', ...OPERATOR, ...inherited(), ...allocator, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const address = `http://127.0.0.1:${env.PORT}`
  return watch(child, { url: env.ZHUNXIN_URL ?? `http://localhost:${env.PORT}`, address }, log)
}

/** The part of our environment that a stranger's shell would have too. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'USER', 'LANG', 'TMPDIR', 'CI']
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name] ?? '']] : [])))
}

/**
 * Wraps a portal that was started in another way than by `startPortal`.
 *
 * @param patienceMs how long it has to stop before it is killed
 */
export function watch(
  child: ChildProcess,
  where: Pick<Portal, 'url' | 'address'>,
  log?: string,
  patienceMs = PATIENCE,
): Portal {
  let output = ''
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (log) appendFileSync(log, text)
    })
  }
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    const late = new AbortController()
    const code = await Promise.race([exited, delay(patienceMs, LATE, { signal: late.signal }).catch(() => exited)])
    late.abort()
    if (code !== LATE) return code
    if (child.pid) await endProcesses([child.pid], { signal: 'SIGKILL', patienceMs: 500 })
    throw new Error(`${signal} did not stop it in ${patienceMs / 1000} s, so it was killed:\n${output}`)
  }
  return {
    ...where,
    pid: child.pid ?? 0,
    output: () => output,
    exited,
    stop: (signal = 'SIGTERM') => end(signal),
    kill: async () => void (await end('SIGKILL')),
    async said(pattern, seconds = PATIENCE / 1000) {
      const deadline = Date.now() + seconds * 1000
      for (;;) {
        const found = output.match(pattern)
        if (found) return found
        if (Date.now() > deadline) throw new Error(`The portal did not say ${pattern} in ${seconds} s:\n${output}`)
        await pause(50)
      }
    },
  }
}

export async function untilReady(portal: Portal): Promise<void> {
  const deadline = Date.now() + 15 * PATIENCE // a demo draws its documents first
  let isOver = false
  void portal.exited.then(() => {
    isOver = true
  })
  for (;;) {
    const answer = await fetch(`${portal.address}/api/health/ready`).catch(() => null)
    if (answer?.ok) return
    if (isOver || Date.now() > deadline) throw new Error(`The portal is not ready:\n${portal.output()}`)
    await pause(50)
  }
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
