import 'server-only'
import { z } from 'zod'
import { OperatorError } from '@/lib/core/errors'

/** A backup can't be made or restored. The message is a sentence for the person who runs it. */
export class BackupRefusal extends OperatorError {
  override readonly name = 'BackupRefusal'
}

export const MANIFEST = 'manifest.json'
export const FILES = 'files.jsonl'
/** A file that exists in a folder while a backup is being written there, with the id of the process. */
export const UNFINISHED = 'unfinished'
export const TOMBSTONES = 'tombstones.jsonl'
/** Names the file with the checkpoints of the audit log. */
export const CHECKPOINTS = 'checkpoints.txt'
export const KEYRING = 'keyring.json'
export const CLUSTER = 'postgres'
/**
 * Names the files with the passwords of the cluster's owner, and of the application's login: they are in the cluster,
 * too.
 */
export const PASSWORDS = ['postgres.password', 'postgres-app.password'] as const
export const DUMP = 'database.dump'
export const BLOBS = 'blobs'

const Digest = z.string().regex(/^[0-9a-f]{64}$/)
export const Manifest = z.object({
  format: z.literal(1),
  id: z.uuid(),
  /** The database's clock, when its part was whole: all that was acknowledged until then is in it. */
  takenAt: z.iso.datetime(),
  database: z.object({ kind: z.enum(['cluster', 'dump']), major: z.int().positive() }),
  /** Lists blobs to which the database refers and which the store did not have. */
  missing: z.array(z.uuid()),
  withKeys: z.boolean(),
  /** The keyring keys that its data keys are wrapped under. Backups of earlier versions don't say. */
  keyringIds: z.array(z.string()).optional(),
  /** Holds the digest of the list of files. */
  files: Digest,
})
export type Manifest = z.output<typeof Manifest>

export const ListedFile = z.object({ path: z.string(), size: z.int().nonnegative(), sha256: Digest })
export type ListedFile = z.output<typeof ListedFile>
