import 'server-only'
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, lchownSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { EmbeddedDatabaseError } from './database-errors'

/** Says how a program that refuses to run as root is started. */
export type Launch = {
  command: (program: string, args: readonly string[]) => [string, string[]]
  identity: { uid?: number; gid?: number }
  /** Gives a folder, and all in it, to whom the program runs as. */
  own: (folder: string) => void
}

const PLAIN: Launch = { command: (program, args) => [program, [...args]], identity: {}, own: () => {} }

/**
 * Returns how to start PostgreSQL, which refuses root. Best is a user namespace: inside it runs as nobody, outside
 * every file remains root's, so that nothing has to be readable for anyone else. Where those are forbidden, as in most
 * containers, it runs as another account, which then has to reach its folder.
 *
 * @throws EmbeddedDatabaseError when neither works
 */
export function unprivilegedLaunch(dataFolder: string, binary: string): Launch {
  if (process.getuid?.() !== 0) return PLAIN
  const accounts = ['nobody', 'postgres'].map(accountOf).filter((account) => account !== undefined)
  const namespace = accounts.map(inNamespace).find((launch) => works(launch, binary, dataFolder))
  if (namespace) return namespace
  for (const account of accounts) {
    const launch = asAccount(account, dataFolder)
    if (works(launch, binary, dataFolder)) return launch
  }
  chmodSync(dataFolder, 0o700)
  throw new EmbeddedDatabaseError(
    'PostgreSQL does not run as root, and here it can neither have a user namespace nor run as nobody in this folder. ' +
      'Start the portal as an ordinary user, or set DATABASE_URL.',
  )
}

type Account = { uid: number; gid: number }

function accountOf(name: string): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}

function inNamespace({ uid, gid }: Account): Launch {
  const unshare = ['--user', `--map-user=${uid}`, `--map-group=${gid}`, '--']
  return {
    command: (program, args) => ['unshare', [...unshare, program, ...args]],
    identity: {},
    own: (folder) => giveTo(folder, 0, 0),
  }
}

function asAccount({ uid, gid }: Account, dataFolder: string): Launch {
  chownSync(dataFolder, 0, gid)
  chmodSync(dataFolder, 0o710) // passed through by that account's group, read by nobody but root
  return { ...PLAIN, identity: { uid, gid }, own: (folder) => giveTo(folder, uid, gid) }
}

function giveTo(folder: string, uid: number, gid: number): void {
  if (lstatSync(folder).uid === uid) return // and all in it was given before
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const inside = path.join(folder, entry.name)
    if (entry.isDirectory()) giveTo(inside, uid, gid)
    else lchownSync(inside, uid, gid)
  }
  lchownSync(folder, uid, gid)
}

function works({ command, identity }: Launch, binary: string, dataFolder: string): boolean {
  const [program, args] = command('/bin/sh', ['-c', '"$0" --version && test -x "$1"', binary, dataFolder])
  return spawnSync(program, args, { ...identity, stdio: 'ignore', cwd: '/' }).status === 0
}
