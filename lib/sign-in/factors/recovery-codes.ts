import 'server-only'
import { createHmac, randomInt } from 'node:crypto'
import { newId } from '@/lib/core/ids'
import { systemKey } from '@/lib/crypto/data-keys'
import { encodeParts } from '@/lib/crypto/sealed-box'
import type { Tx } from '@/lib/db/client'

const HOW_MANY = 10

/** Crockford's alphabet, which leaves out letters that look alike: five bits a letter, fifty a code. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const newCode = () => Array.from({ length: 10 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('')

/** Formats a code for reading and writing down. */
const readable = (code: string) => `${code.slice(0, 5)}-${code.slice(5)}`

/** Normalises a code, however it was typed; null when it can't be one. */
export function recoveryCode(typed: string): string | null {
  const code = typed.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  return /^[0-9A-HJKMNP-TV-Z]{10}$/.test(code) ? code : null
}

/** Hashes a code with a key: without the key nobody can try codes against what is stored. */
export async function recoveryCodeHash(userId: string, code: string) {
  const parts = encodeParts('zhunxin/recovery-code@v1', userId, code)
  return new Uint8Array(
    createHmac('sha256', await systemKey('CODES'))
      .update(parts)
      .digest(),
  )
}

/** Replaces all recovery codes with ten new ones. They can't be read again: only hashes are stored. */
export async function replaceRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: HOW_MANY }, newCode)
  await tx.recoveryCode.deleteMany({ where: { userId } })
  const rows = codes.map(async (code) => ({ id: newId(), userId, codeHash: await recoveryCodeHash(userId, code) }))
  await tx.recoveryCode.createMany({ data: await Promise.all(rows) })
  return codes.map(readable)
}
