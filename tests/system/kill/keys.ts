import { createHash, randomBytes, randomInt } from 'node:crypto'
import { newId } from '@/lib/core/ids'
import { createDataKey, dataKey, unwrapDataKey } from '@/lib/crypto/data-keys'
import { keyring } from '@/lib/crypto/keyring'
import { wrappedKeys } from '@/lib/crypto/wrapped-keys'
import { database, transaction } from '@/lib/db/client'
import { pause } from '@/tests/setup/portal'

/** Holds the expected result: each key's hash by its id; null means an erased one. */
export type Known = Map<string, string | null>

const hashOf = (key: Uint8Array) => createHash('sha256').update(key).digest('base64')

export async function makeKeys(count: number, known: Known): Promise<void> {
  const AT_ONCE = 5_000
  for (let made = 0; made < count; made += AT_ONCE) {
    const data = []
    for (let at = made; at < Math.min(count, made + AT_ONCE); at++) {
      const [id, key] = [newId(), randomBytes(32)]
      data.push({ id, ...(await keyring().wrap(id, key)) })
      known.set(id, hashOf(key))
    }
    await database().dataKey.createMany({ data })
  }
}

/** Works next to a portal: creates, reads and erases keys, until `end` is called. */
export function serveWithKeys(known: Known): { end(): Promise<string[]> } {
  const wrong: string[] = []
  const ids = [...known.keys()]
  let isOver = false
  const living = (async () => {
    while (!isOver) {
      const { id, key } = await transaction(createDataKey)
      known.set(id, hashOf(key))
      const read = ids[randomInt(ids.length)] ?? id
      const found = await dataKey(database(), read).then(hashOf, (error: Error) => error.name)
      if (found !== (known.get(read) ?? 'DataKeyErasedError')) wrong.push(`${read} was ${found}`)
      const erased = ids[randomInt(ids.length)] ?? id
      const data = { wrapped: new Uint8Array(0), erasedAt: new Date() }
      await database().dataKey.updateMany({ where: { id: erased, erasedAt: null }, data })
      known.set(erased, null)
      await pause(5)
    }
  })()
  return {
    async end() {
      isOver = true
      await living
      return wrong
    },
  }
}

/** Returns what is not as it must be: empty when nothing was lost, changed or brought back. */
export async function brokenKeys(known: Known): Promise<string[]> {
  const broken: string[] = []
  const missing = new Map([...known].filter(([, hash]) => hash !== null))
  for await (const rows of wrappedKeys()) {
    for (const row of rows) {
      const found = await unwrapDataKey(row).then(hashOf, (error: Error) => error.name)
      if (known.has(row.id) && found !== known.get(row.id)) broken.push(`${row.id} is ${found}`)
      missing.delete(row.id)
    }
  }
  return [...broken, ...[...missing.keys()].map((id) => `${id} is missing`)]
}
