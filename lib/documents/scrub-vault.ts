import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { newId } from '@/lib/core/ids'
import { database, type Tx, transaction } from '@/lib/db/client'
import type { VaultFaultKind } from '@/lib/db/generated/enums'
import { collectOrphans, type Orphans } from './collect-orphans'
import { findingsOf, type KnownBlob, WITH_FILE } from './verify-blob'

const AT_ONCE = 20
/** Another process continues a scrub whose process was killed this long ago. */
const HOLD = '10 minutes'
const EVERY = '7 days'

export type ScrubProgress = { checked: number; all: number }
export type ScrubReport = { checked: number; missing: number; damaged: number; withoutKey: number; orphans: Orphans }

type Options = {
  /** Starts a whole scrub now; otherwise one that was left continues, or a new one starts when it is due. */
  isNew?: boolean
  /** Stops after so many milliseconds; the next run continues where it was. */
  slice?: number
  /** Collects orphans even where they outnumber what is known. */
  evenMany?: boolean
  onProgress?: (progress: ScrubProgress) => void
}

/**
 * Reads every blob that a row knows through, remembers what is at fault, raises an alert for what was not known to be,
 * and collects orphans.
 *
 * @returns null when none is due, or this one is not at its end
 */
export async function scrubVault({ isNew, slice = Number.POSITIVE_INFINITY, evenMany, onProgress }: Options = {}) {
  const scrub = isNew ? await startScrub() : ((await resumeScrub()) ?? (await startDueScrub()))
  if (!scrub) return null
  const until = performance.now() + slice
  const all = await database().storedBlob.count()
  let { after, checked } = scrub
  for (;;) {
    const blobs = await nextBlobs(after)
    for (const first of blobs) {
      const findings = await findingsOf(first)
      for (const { blob, fault } of findings) await settle(blob, fault)
      checked += findings.length
    }
    after = blobs.at(-1)?.id ?? after
    if (blobs.length < AT_ONCE) break
    const isLate = performance.now() > until
    await storePlace(scrub.id, after, checked, isLate)
    if (isLate) return null
    onProgress?.({ checked, all })
  }
  return finishScrub(scrub.id, checked, await collectOrphans({ evenMany: evenMany === true }))
}

type Scrub = { id: string; after: string | null; checked: number }

async function startScrub(): Promise<Scrub> {
  const id = newId()
  await database().$executeRaw`
    INSERT INTO vault_scrubs (id, held_until) VALUES (${id}::uuid, clock_timestamp() + ${HOLD}::interval)`
  return { id, after: null, checked: 0 }
}

/** Claims a scrub that was started, and that no process holds. */
async function resumeScrub(): Promise<Scrub | undefined> {
  const [scrub] = await database().$queryRaw<Scrub[]>`
    UPDATE vault_scrubs SET held_until = clock_timestamp() + ${HOLD}::interval
    WHERE id = (
      SELECT id FROM vault_scrubs
      WHERE finished_at IS NULL AND (held_until IS NULL OR held_until < clock_timestamp())
      ORDER BY started_at DESC LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, after, checked`
  return scrub
}

async function startDueScrub(): Promise<Scrub | undefined> {
  const recent = await database().$queryRaw<unknown[]>`
    SELECT 1 FROM vault_scrubs WHERE started_at > clock_timestamp() - ${EVERY}::interval LIMIT 1`
  return recent.length > 0 ? undefined : startScrub()
}

/** Returns the next blobs to check. The parts of an original are checked with its first. */
function nextBlobs(after: string | null): Promise<KnownBlob[]> {
  return database().storedBlob.findMany({
    where: {
      ...(after ? { id: { gt: after } } : {}),
      file: { dataKey: { erasedAt: null } },
      NOT: { variant: 'ORIGINAL', page: { gt: 0 } },
    },
    orderBy: { id: 'asc' },
    take: AT_ONCE,
    include: WITH_FILE,
  })
}

async function storePlace(id: string, after: string | null, checked: number, isLeft: boolean) {
  await database().$executeRaw`
    UPDATE vault_scrubs SET after = ${after}::uuid, checked = ${checked},
      held_until = CASE WHEN ${isLeft} THEN NULL ELSE clock_timestamp() + ${HOLD}::interval END
    WHERE id = ${id}::uuid`
}

async function settle(blob: KnownBlob, fault: VaultFaultKind | null): Promise<void> {
  const known = await database().vaultFault.findUnique({ where: { blobId: blob.id } })
  if ((known?.kind ?? null) === fault) return
  const about = { blobId: blob.id, variant: blob.variant, page: blob.page }
  await transaction(async (tx) => {
    if (!fault) {
      await tx.vaultFault.deleteMany({ where: { blobId: blob.id } })
      return recordAudit(tx, SYSTEM, { action: 'vault.fault_gone', subjectId: blob.file.id, data: about })
    }
    if (!(await isStored(tx, blob))) return // removed or erased while it was read
    await tx.vaultFault.upsert({
      where: { blobId: blob.id },
      create: { blobId: blob.id, kind: fault },
      update: { kind: fault },
    })
    const data = { ...about, fault }
    await recordAudit(tx, SYSTEM, { action: 'vault.fault_found', subjectId: blob.file.id, data })
  })
}

/** Returns whether the blob is still stored, and locks its row, so that the fault can't outlive its blob. */
async function isStored(tx: Tx, { id }: KnownBlob): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM stored_blobs b
      JOIN stored_files f ON f.id = b.file_id
      JOIN data_keys k ON k.id = f.data_key_id AND k.erased_at IS NULL
    WHERE b.id = ${id}::uuid FOR KEY SHARE OF b`
  return rows.length > 0
}

async function finishScrub(id: string, checked: number, orphans: Orphans): Promise<ScrubReport> {
  return transaction(async (tx) => {
    const count = (kind: VaultFaultKind) => tx.vaultFault.count({ where: { kind } })
    const [missing, damaged, withoutKey] = [await count('MISSING'), await count('DAMAGED'), await count('NO_KEY')]
    await tx.$executeRaw`
      UPDATE vault_scrubs SET finished_at = clock_timestamp(), held_until = NULL, checked = ${checked}
      WHERE id = ${id}::uuid`
    const data = { checked, missing, damaged, withoutKey, orphaned: orphans.found }
    await recordAudit(tx, SYSTEM, { action: 'vault.scrubbed', subjectId: null, data })
    return { checked, missing, damaged, withoutKey, orphans }
  })
}
