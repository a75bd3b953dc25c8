import 'server-only'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { syncFolder } from '@/lib/core/durable-file'
import { isAnother } from '@/lib/db/embedded-cluster'
import { isPostgres, readPostmaster } from '@/lib/db/postmaster'
import { BackupRefusal, CLUSTER } from './backup-format'

const WRITER = 'writer'

/** Stands while a restore is under way, and after one that was not finished: nothing is served until then. */
export const restoringFolder = (dataFolder: string): string => path.join(dataFolder, 'restoring')

/** Where a restored cluster is made ready. */
export const restoredCluster = (dataFolder: string): string => path.join(restoringFolder(dataFolder), CLUSTER)

const writerOf = (dataFolder: string) => path.join(restoringFolder(dataFolder), WRITER)

function readWriter(dataFolder: string): { pid: number; backupId: string } | null {
  const file = writerOf(dataFolder)
  if (!existsSync(file)) return null
  const [pid, backupId = ''] = readFileSync(file, 'utf8').split('\n')
  return { pid: Number(pid), backupId }
}

/** Whether the restore of this very backup was begun here before. */
export const isBegun = (dataFolder: string, backupId: string): boolean => readWriter(dataFolder)?.backupId === backupId

/**
 * Makes a place for a restore, and clears it of what a killed one left.
 *
 * @throws BackupRefusal while another is under way, or one of another backup was not finished
 */
export async function takePlace(dataFolder: string, backupId: string): Promise<void> {
  const before = readWriter(dataFolder)
  if (before && isAnother(before.pid)) throw new BackupRefusal(`Another restore into ${dataFolder} is under way.`)
  if (before && before.backupId !== backupId) {
    throw new BackupRefusal(
      `The restore of another backup into ${dataFolder} was begun and not finished. Finish that one, or take an empty folder.`,
    )
  }
  mkdirSync(restoringFolder(dataFolder), { recursive: true, mode: 0o700 })
  writeFileSync(`${writerOf(dataFolder)}.tmp`, `${process.pid}\n${backupId}`, { mode: 0o600, flush: true })
  renameSync(`${writerOf(dataFolder)}.tmp`, writerOf(dataFolder))
  await endServer(restoredCluster(dataFolder))
  rmSync(restoredCluster(dataFolder), { recursive: true, force: true })
}

/** A killed restore leaves its server running. */
async function endServer(cluster: string): Promise<void> {
  const pid = readPostmaster(cluster)?.pid
  if (!pid || !isPostgres(pid, cluster)) return
  process.kill(pid, 'SIGQUIT') // at once: all of it is thrown away
  for (let waited = 0; waited < 30_000 && isPostgres(pid, cluster); waited += 20) await sleep(20)
}

/** Gives a cluster that is ready, and whose server has ended, its place. */
export async function settleCluster(dataFolder: string): Promise<void> {
  renameSync(restoredCluster(dataFolder), path.join(dataFolder, CLUSTER))
  await syncFolder(dataFolder)
}

/** The last step: from here on the portal may start. */
export async function leavePlace(dataFolder: string): Promise<void> {
  rmSync(restoringFolder(dataFolder), { recursive: true, force: true })
  await syncFolder(dataFolder)
}
