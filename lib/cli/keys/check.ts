import 'server-only'
import { checkKeys, type KeyringKeyUse } from '@/lib/crypto/check-keys'
import { isKeyringOurs, keyring, keyringName } from '@/lib/crypto/keyring'
import { heldIds, type KeyringHolder, possibleHolders } from '@/lib/crypto/keyring-holders'
import { retiredKeys } from '@/lib/keys/key-ages'
import { keyTimes } from '@/lib/keys/scheduled-rotation'
import { printLine } from '../start/run-program'

/** Opens every wrapped key and says which keys of the keyring are in use; true when each opens. */
export async function printKeyCheck(): Promise<boolean> {
  const { keys, checked, erased, unopened } = await checkKeys()
  for (const key of keys) printLine(`  ${lineOf(key)}`)
  for (const [id, { destroyedAt }] of keyring().history)
    if (destroyedAt) printLine(`  "${id}"  destroyed ${destroyedAt}`)
  if (!isKeyringOurs())
    printLine(`The portal can't write ${keyringName()}: rotate and destroy keys by hand (docs/keys.md).`)
  for (const line of (await possibleHolders()).flatMap(linesOfHolder)) printLine(line)
  for (const { id, keyringId } of unopened) printLine(`The data key ${id} does not open under the key "${keyringId}".`)
  const rest = erased > 0 ? ` ${erased} more were erased.` : ''
  if (unopened.length > 0) printLine(`${unopened.length} of ${checked} wrapped keys do not open.${rest}`)
  else printLine(`Each of ${checked} wrapped keys opens.${rest}`)
  return unopened.length === 0
}

function lineOf({ id, fingerprint, isActive, inUse }: KeyringKeyUse): string {
  const { activeAt, retiredAt } = keyring().history.get(id) ?? {}
  const destroyAt = retiredKeys(keyring(), keyTimes()).find((key) => key.id === id)?.destroyAt
  const ends = destroyAt && isKeyringOurs() ? `, destroyed after ${destroyAt.toISOString()}` : ''
  const times = retiredAt ? `, retired ${retiredAt}${ends}` : activeAt ? `, since ${activeAt}` : ''
  const use = inUse > 0 ? `wraps ${inUse} keys` : 'wraps nothing here; backups made before may need it'
  if (fingerprint === null) return `"${id}"  MISSING from the keyring, ${use}`
  return `"${id}"  ${fingerprint}  ${isActive ? 'active, ' : ''}${isActive && inUse === 0 ? 'wraps nothing yet' : use}${times}`
}

/**
 * Says of a process that it has, or may have, keys that this keyring lacks: until it is gone no erasure of their time
 * is final.
 */
function linesOfHolder(holder: KeyringHolder): string[] {
  const { place, isSilent, beatAt } = holder
  const lacking = heldIds(holder).filter((id) => !keyring().fingerprints.has(id))
  if (lacking.length === 0) return []
  const keys = `the key "${lacking.join('", "')}", which the keyring lacks`
  if (!isSilent) return [`${place} has ${keys}. Give it the same keyring, and restart it.`]
  return [
    `${place} has been silent since ${beatAt.toISOString()}, and had ${keys}. If it has ended for good: npm run keys:forget -- "${place}"`,
  ]
}
