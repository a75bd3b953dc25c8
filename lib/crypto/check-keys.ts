import 'server-only'
import { database } from '@/lib/db/client'
import { unwrapDataKey } from './data-keys'
import { keyring } from './keyring'
import { wrappedKeys } from './wrapped-keys'

/** `inUse` counts the data keys that are wrapped under it. A key that the keyring lacks has no fingerprint. */
export type KeyringKeyUse = { id: string; fingerprint: string | null; isActive: boolean; inUse: number }

export type KeyCheck = {
  keys: KeyringKeyUse[]
  checked: number
  erased: number
  /** Data keys that do not open: by a key that is missing or another one, or since they were altered. */
  unopened: { id: string; keyringId: string }[]
}

/** Opens each wrapped key, and returns which keys of the keyring are in use. */
export async function checkKeys({ onProgress }: { onProgress?: (checked: number) => void } = {}): Promise<KeyCheck> {
  const inUse = new Map<string, number>([...keyring().fingerprints.keys()].map((id) => [id, 0]))
  const unopened: KeyCheck['unopened'] = []
  let checked = 0
  for await (const rows of wrappedKeys()) {
    for (const row of rows) {
      inUse.set(row.keyringId, (inUse.get(row.keyringId) ?? 0) + 1)
      const key = await unwrapDataKey(row).catch(() => null)
      if (key) key.fill(0)
      else unopened.push({ id: row.id, keyringId: row.keyringId })
    }
    checked += rows.length
    onProgress?.(checked)
  }
  const { activeId, fingerprints } = keyring()
  const keys = [...inUse].map(([id, count]) => {
    return { id, fingerprint: fingerprints.get(id) ?? null, isActive: id === activeId, inUse: count }
  })
  return { keys, checked, erased: await database().dataKey.count({ where: { erasedAt: { not: null } } }), unopened }
}
