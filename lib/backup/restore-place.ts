import 'server-only'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { syncFolder } from '@/lib/core/files/durable-file'
import { isAnother } from '@/lib/db/embedded-cluster'
import { isPostgres, readPostmaster } from '@/lib/db/postmaster'
import { BackupRefusal, CLUSTER } from './backup-format'

const WRITER = 'writer'

/**
 * Returns the folder that exists while a restore is in progress, and after one that was not finished: nothing is served
 * until then.
 */
export const restoringFolder = (dataFolder: string): string => path.join(dataFolder, 'restoring')

/** Returns the folder in which a restored cluster is prepared. */
export const restoredCluster = (dataFolder: string): string => path.join(restoringFolder(dataFolder), CLUSTER)

const writerOf = (dataFolder: string) => path.join(restoringFolder(dataFolder), WRITER)

function readWriter(dataFolder: string): { pid: number; backupId: string } | null {
  const file = writerOf(dataFolder)
  if (!existsSync(file)) return null
  const [pid, backupId = ''] = readFileSync(file, 'utf8').split('\n')
  return { pid: Number(pid), backupId }
}

/** Returns whether the restore of this very backup was started here before. */
export const isStarted = (dataFolder: string, backupId: string): boolean =>
  readWriter(dataFolder)?.backupId === backupId

/**
 * Makes a place for a restore, and clears it of what a killed one left.
 *
 * @throws BackupRefusal while another is in progress, or one of another backup was not finished
 */
export async function claimRestore(dataFolder: string, backupId: string): Promise<void> {
  const before = readWriter(dataFolder)
  if (before && isAnother(before.pid)) throw new BackupRefusal(`Another restore into ${dataFolder} is in progress.`)
  if (before && before.backupId !== backupId) {
    throw new BackupRefusal(
      `The restore of another backup into ${dataFolder} was started and not finished. Finish that one, or use an empty folder.`,
    )
  }
  mkdirSync(restoringFolder(dataFolder), { recursive: true, mode: 0o700 })
  writeFileSync(`${writerOf(dataFolder)}.tmp`, `${process.pid}\n${backupId}`, { mode: 0o600, flush: true })
  renameSync(`${writerOf(dataFolder)}.tmp`, writerOf(dataFolder))
  await endServer(restoredCluster(dataFolder))
  rmSync(restoredCluster(dataFolder), { recursive: true, force: true })
}

/** Stops the server that a killed restore leaves running. */
async function endServer(cluster: string): Promise<void> {
  const pid = readPostmaster(cluster)?.pid
  if (!pid || !isPostgres(pid, cluster)) return
  process.kill(pid, 'SIGQUIT') // at once: all of it is thrown away
  for (let waited = 0; waited < 30_000 && isPostgres(pid, cluster); waited += 20) await sleep(20)
}

/** Gives a cluster that is ready, and whose server has ended, its place. */
export async function moveClusterIn(dataFolder: string): Promise<void> {
  renameSync(restoredCluster(dataFolder), path.join(dataFolder, CLUSTER))
  await syncFolder(dataFolder)
}

/** Does the last step: from here on the portal may start. */
export async function finishRestore(dataFolder: string): Promise<void> {
  rmSync(restoringFolder(dataFolder), { recursive: true, force: true })
  await syncFolder(dataFolder)
}
