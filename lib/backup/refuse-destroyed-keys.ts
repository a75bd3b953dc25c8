import 'server-only'
import type { Keyring } from '@/lib/crypto/parse-keyring'
import { BackupRefusal, type Manifest } from './backup-format'

/**
 * Refuses a backup that is older than a key which was destroyed since: nobody can open what was sealed then, and that
 * is what makes the erasures of that time final.
 *
 * @param keyring of the installation; null when it has none yet
 * @throws BackupRefusal
 */
export function refuseDestroyedKeys(manifest: Manifest, keyring: Keyring | null): void {
  for (const [id, { destroyedAt, retiredAt }] of keyring?.history ?? []) {
    if (!destroyedAt || keyring?.fingerprints.has(id) || !isNeeded(manifest, id, retiredAt ?? destroyedAt)) continue
    throw new BackupRefusal(
      `This backup of ${manifest.takenAt} can't be restored: what it holds is sealed under the key "${id}", which was destroyed on ${destroyedAt}. Backups are kept for BACKUP_RETENTION_DAYS; take a newer one. Nothing was changed.`,
    )
  }
}

/** A backup of an earlier version doesn't name its keys: made before one was retired, it is taken to need it. */
const isNeeded = ({ keyringIds, takenAt }: Manifest, id: string, retiredAt: string): boolean =>
  keyringIds ? keyringIds.includes(id) : new Date(takenAt) < new Date(retiredAt)
