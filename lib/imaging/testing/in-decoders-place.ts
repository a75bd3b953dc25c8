import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'

export type Project = {
  /** Runs a program of the test's, which may import what the portal does, in the folder. */
  run(
    source: string,
    how?: { before?: readonly string[]; node?: string },
  ): Promise<{ process: ChildProcess; said: string }>
  remove(): void
}

/** Makes a folder with a space in its name, in which the portal starts a given program as its decoder. */
export function projectWithDecoder(decoder?: string, mode = 0o644): Project {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin decoder '))
  mkdirSync(path.join(folder, '.build'))
  const program = decoder ?? readFileSync(path.resolve('.build/decoder-child.cjs'))
  writeFileSync(path.join(folder, '.build', 'decoder-child.cjs'), program, { mode })
  symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'))
  return {
    async run(source, { before = [], node = process.execPath } = {}) {
      const file = path.join(folder, `portal-${readdirSync(folder).length}.mjs`)
      writeFileSync(file, await bundled(source))
      const [command, ...words] = [...before, node, '--conditions=react-server', file]
      const child = spawn(command, words, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
      const [said] = await Promise.race([once(child.stdout, 'data'), once(child, 'close').then(() => [''])])
      return { process: child, said: String(said) }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function bundled(source: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: path.resolve('.') },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias: { '@': path.resolve('.') },
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}

/** Returns the process and all below it that run: a zombie, whose parent has not looked yet, is dead. */
export function familyOf(pid: number): number[] {
  const stats = readdirSync('/proc').flatMap((name) => {
    const fields = /^\d+$/.test(name) ? statOf(name) : undefined
    return fields ? [{ pid: Number(name), parent: Number(fields[1]) }] : []
  })
  const below = (one: number): number[] => [
    one,
    ...stats.filter(({ parent }) => parent === one).flatMap(({ pid }) => below(pid)),
  ]
  return below(pid).filter(isRunning)
}

export const isRunning = (pid: number) => !['', 'Z', 'X'].includes(statOf(`${pid}`)?.[0] ?? '')

function statOf(name: string): string[] | undefined {
  try {
    return readFileSync(`/proc/${name}/stat`, 'latin1').split(') ').at(-1)?.split(' ')
  } catch {
    return undefined
  }
}

/**
 * Returns whether this is root with all rights of root, on a Debian whose util-linux has each program: no measure may
 * be missing.
 */
export function mayEverything(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false
  const isRecent = /^VERSION_ID="?1[3-9]/m.test(readFileSync('/etc/os-release', 'utf8'))
  const [, effective = '0'] = /^CapEff:\s+(\w+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return isRecent && (BigInt(`0x${effective}`) & CAP_SYS_ADMIN) !== 0n
}

const CAP_SYS_ADMIN = 1n << 21n
