import 'server-only'
import { copyFileSync, createReadStream, existsSync, readdirSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { restoreCheckpointFile } from '@/lib/audit-log/checkpoint-file'
import { publishFile, removeFile, syncFolder } from '@/lib/core/files/durable-file'
import { keyringPath } from '@/lib/crypto/keyring'
import { blobStore } from '@/lib/storage/blob-store'
import { BlobExistsError } from '@/lib/storage/store-port'
import { BLOBS, CHECKPOINTS, CLUSTER, KEYRING, PASSWORDS } from './backup-format'
import { eachConcurrently } from './each-concurrently'
import { listedFiles } from './verify-backup'
import { writeFileFrom } from './written-files'

/** Copies the cluster out of a backup, durable when it returns. */
export async function copyClusterTo(backup: string, cluster: string): Promise<void> {
  const source = path.join(backup, CLUSTER)
  const folders = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.relative(source, path.join(entry.parentPath, entry.name)))
  for (const name of ['', ...folders]) await mkdir(path.join(cluster, name), { recursive: true, mode: 0o700 })
  await eachConcurrently(listedFiles(backup), async ({ path: name }) => {
    if (!name.startsWith(`${CLUSTER}/`)) return
    await writeFileFrom(path.join(cluster, name.slice(CLUSTER.length + 1)), createReadStream(path.join(backup, name)))
  })
  for (const name of ['', ...folders]) await syncFolder(path.join(cluster, name))
}

/** Puts back the blobs that the store lacks; those that it has are the same, since a blob is never changed. */
export async function restoreBlobs(backup: string, onProgress: (blobs: number) => void): Promise<void> {
  let done = 0
  await eachConcurrently(listedFiles(backup), async ({ path: name }) => {
    if (!name.startsWith(`${BLOBS}/`)) return
    await restoreBlob(path.posix.basename(name), path.join(backup, name))
    done += 1
    onProgress(done)
  })
}

async function restoreBlob(id: string, file: string): Promise<void> {
  if (await blobStore().has(id)) return
  await blobStore()
    .put(id, createReadStream(file))
    .catch((error: unknown) => {
      if (!(error instanceof BlobExistsError)) throw error
    })
}

/** Takes over the audit log's checkpoints of a backup that has them, unless there are some already. */
export async function restoreCheckpoints(backup: string): Promise<void> {
  const savedFile = path.join(backup, CHECKPOINTS)
  if (existsSync(savedFile)) await restoreCheckpointFile(await readFile(savedFile, 'utf8'))
}

/** Takes over the keyring of a backup that has one, unless there is one already. */
export async function restoreKeyring(backup: string): Promise<void> {
  const savedFile = path.join(backup, KEYRING)
  if (!existsSync(savedFile)) return
  const draft = `${keyringPath()}.restored`
  await removeFile(draft)
  await writeFileFrom(draft, createReadStream(savedFile))
  await publishFile(draft, keyringPath())
  await removeFile(draft)
}

/** A backup from before the two logins has one password: the other is then made at the start. */
export function restorePasswords(backup: string, dataFolder: string): void {
  for (const name of PASSWORDS) {
    if (existsSync(path.join(backup, name))) copyFileSync(path.join(backup, name), path.join(dataFolder, name))
  }
}
