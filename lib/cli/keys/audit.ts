import 'server-only'
import { publicKeys, replaceAuditKey } from '@/lib/audit-log/audit-keys'
import { printLine } from '../start/run-program'

/** Makes a new key for the checkpoints of the audit log. The next one is signed by both, those after it by it alone. */
export async function rotateAuditKey(): Promise<boolean> {
  const { id, replaces } = await replaceAuditKey()
  printLine(
    replaces ? `The key ${id} signs checkpoints from now on; ${replaces} signs one last time.` : `Made the key ${id}.`,
  )
  await printAuditKeys()
  printLine('Give the new key to the verifiers.')
  return true
}

/** The public keys by which the audit log is verified: safe to hand to anyone. */
export async function printAuditKeys(): Promise<void> {
  const keys = await publicKeys()
  for (const [n, { key, madeAt }] of keys.entries()) {
    const use = n === keys.length - 1 ? 'signs' : 'signed until the next'
    printLine(`  audit log: ${key}  ${use}, made ${madeAt.toISOString()}`)
  }
}
