import 'server-only'
import { publicKeys, replaceAuditKey } from '@/lib/audit/log/audit-keys'
import { say } from '../start/life'

/** Makes a new key for the checkpoints of the audit log. The next one is signed by both, those after it by it alone. */
export async function rotateAuditKey(): Promise<boolean> {
  const { id, replaces } = await replaceAuditKey()
  say(replaces ? `The key ${id} signs checkpoints from now on; ${replaces} signs once more.` : `Made the key ${id}.`)
  await tellAuditKeys()
  say('Give the new key to whoever verifies.')
  return true
}

/** The public keys by which the audit log is verified: safe to hand to anyone. */
export async function tellAuditKeys(): Promise<void> {
  const keys = await publicKeys()
  for (const [n, { key, madeAt }] of keys.entries()) {
    const use = n === keys.length - 1 ? 'signs' : 'signed until the next'
    say(`  audit log: ${key}  ${use}, made ${madeAt.toISOString()}`)
  }
}
