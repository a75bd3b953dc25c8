import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AuditEvent } from '@/lib/audit/events/all'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { env } from '@/lib/core/env'
import { keyring, keyringPath } from '@/lib/crypto/keyring'
import { activateKeyringKey, addKeyringKey } from '@/lib/crypto/keyring-file'
import { type KeyringHolder, keyName, keyringHolders } from '@/lib/crypto/keyring-holders'
import { countUnderOtherKeys, type Rewrapped, rewrapKeys } from '@/lib/crypto/rewrap-keys'
import { transaction } from '@/lib/db/client'
import { StartRefusal, say } from '../start/life'

/** Longer than a killed process is still heard of, and than most mounts take to bring a changed secret. */
const PATIENCE_MS = 90_000
const TELL_EVERY_MS = 2_000

/**
 * Wraps everything under the active key, or first under a new one, while the portal serves.
 *
 * @returns whether every key is under it now
 * @throws StartRefusal when a process that serves lacks the key
 */
export async function rotateKeys({ addsKey }: { addsKey: boolean }): Promise<boolean> {
  if (addsKey) await activateNewKey()
  const { activeId } = keyring()
  await untilEachProcess('wraps under', activeId, ({ activeId: theirs }) => theirs === activeId)
  const total = await countUnderOtherKeys()
  if (total > 0) {
    say(`${total} keys are to be wrapped under "${activeId}".`)
    await record({ action: 'keys.rotation_begun', subjectId: null, data: { to: activeId, waiting: total } })
  }
  const outcome = await rewrapKeys({ onProgress: teller(total) })
  const { rewrapped } = outcome
  if (rewrapped > 0) await record({ action: 'keys.rotated', subjectId: null, data: { to: activeId, rewrapped } })
  return tell(activeId, outcome)
}

/** First each process can open what is wrapped under it, then anything is. */
async function activateNewKey(): Promise<void> {
  if (env().ZHUNXIN_KEYRING) {
    throw new StartRefusal(
      'ZHUNXIN_KEYRING gives the keyring: add a key there yourself (docs/keys.md), then run this without --new.',
    )
  }
  const id = `k${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`
  await addKeyringKey(keyringPath(), id)
  say(`Added the key "${id}" to ${keyringPath()}. Earlier copies of the keyring lack it: make a new one.`)
  const name = keyName(keyring(), id)
  await untilEachProcess('can open', id, ({ held }) => held.includes(name))
  await activateKeyringKey(keyringPath(), id)
}

async function untilEachProcess(does: string, id: string, isReady: (holder: KeyringHolder) => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  let told = ''
  for (;;) {
    const late = (await keyringHolders()).filter((holder) => !isReady(holder)).map(({ place }) => place)
    if (late.length === 0) return
    if (Date.now() > deadline) {
      throw new StartRefusal(
        `Not every process ${does} the key "${id}": ${late.join('; ')}. Give each the same keyring, restart it, and run this again.`,
      )
    }
    const line = `Waiting until each process ${does} the key "${id}": ${late.join('; ')} …`
    if (line !== told) say(line)
    told = line
    await sleep(200)
  }
}

function teller(total: number): (rewrapped: number) => void {
  let last = Date.now()
  return (rewrapped) => {
    if (Date.now() - last < TELL_EVERY_MS) return
    last = Date.now()
    say(`  ${rewrapped} of ${Math.max(total, rewrapped)} wrapped anew`)
  }
}

const record = (event: AuditEvent) => transaction((tx) => recordAudit(tx, SYSTEM, event))

async function tell(activeId: string, { rewrapped, unopened }: Rewrapped): Promise<boolean> {
  for (const { id, keyringId } of unopened) say(`The data key ${id} does not open under the key "${keyringId}".`)
  const left = await countUnderOtherKeys()
  if (left > 0) say(`${rewrapped} keys wrapped anew, ${left} could not be.`)
  else if (rewrapped > 0) say(`${rewrapped} keys wrapped anew. All are under "${activeId}".`)
  else say(`All keys are under "${activeId}" already.`)
  return left === 0
}
