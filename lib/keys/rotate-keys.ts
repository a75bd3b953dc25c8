import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { SYSTEM } from '@/lib/actor/actor'
import type { AuditEvent } from '@/lib/audit/events/all'
import { recordAudit } from '@/lib/audit/record'
import { env } from '@/lib/core/env'
import { OperatorError } from '@/lib/core/errors'
import { isKeyringOurs, keyring, keyringPath } from '@/lib/crypto/keyring'
import { activateKeyringKey, addKeyringKey, retireKeyringKeys } from '@/lib/crypto/keyring-file'
import { type KeyringHolder, keyName, keyringHolders } from '@/lib/crypto/keyring-holders'
import { countUnderOtherKeys, otherKeysInUse, type Rewrapped, rewrapKeys } from '@/lib/crypto/rewrap-keys'
import { databaseTime, transaction } from '@/lib/db/client'

/**
 * Exceeds the time for which a killed process is still heard of, and that most mounts take to bring a changed secret.
 */
const TIMEOUT_MS = 90_000
const REPORT_EVERY_MS = 2_000

/** Reports that keys can't be rotated now. The message is a sentence for the operator. */
export class RotationRefusal extends OperatorError {
  override readonly name = 'RotationRefusal'
}

type Options = {
  addsKey: boolean
  /** Receives each line of what happens. */
  say: (line: string) => void
}

/**
 * Wraps everything under the active key, or first under a new one, while the portal serves. The caller has the lock of
 * keys.
 *
 * @returns whether every key is under it now
 * @throws RotationRefusal when a process that serves lacks the key
 */
export async function rotateKeys({ addsKey, say }: Options): Promise<boolean> {
  if (addsKey) await activateNewKey(say)
  const { activeId } = keyring()
  await untilEachProcess('wraps under', activeId, say, ({ activeId: theirs }) => theirs === activeId)
  const total = await countUnderOtherKeys()
  if (total > 0) {
    say(`${total} keys are to be wrapped under "${activeId}".`)
    await record({ action: 'keys.rotation_begun', subjectId: null, data: { to: activeId, waiting: total } })
  }
  const outcome = await rewrapAndRetire(teller(total, say))
  const { rewrapped } = outcome
  if (rewrapped > 0) await record({ action: 'keys.rotated', subjectId: null, data: { to: activeId, rewrapped } })
  return conclude(activeId, outcome, say)
}

/**
 * Rewraps all data keys and retires the old keyring key. A backup made before the last data key leaves a key needs that
 * key: after a restore or a stalled rotation that is long after another became active. The time is recorded before as
 * well, for a run that is killed after it has wrapped the last.
 */
async function rewrapAndRetire(onProgress: (rewrapped: number) => void): Promise<Rewrapped> {
  const used = await otherKeysInUse()
  const retire = async () => {
    if (isKeyringOurs()) await retireKeyringKeys(keyringPath(), used, await databaseTime())
  }
  await retire()
  const outcome = await rewrapKeys({ onProgress })
  await retire()
  return outcome
}

/** Makes a new key active. Each process must be able to open what is wrapped under it before anything is. */
async function activateNewKey(say: Options['say']): Promise<void> {
  if (env().ZHUNXIN_KEYRING) {
    throw new RotationRefusal(
      'ZHUNXIN_KEYRING gives the keyring: add a key there yourself (docs/keys.md), then run this without --new.',
    )
  }
  const id = waitingKey() ?? (await addKey(say))
  const name = keyName(keyring(), id)
  await untilEachProcess('can open', id, say, ({ held }) => held.includes(name))
  await activateKeyringKey(keyringPath(), id, await databaseTime())
}

/** Returns a key that a killed or refused run added and never made active. */
function waitingKey(): string | undefined {
  const { fingerprints, history } = keyring()
  return [...fingerprints.keys()].find((id) => history.get(id)?.createdAt && !history.get(id)?.activeAt)
}

async function addKey(say: Options['say']): Promise<string> {
  const at = await databaseTime()
  const id = `k${at.toISOString().replace(/[-:]|\.\d+/g, '')}`
  await addKeyringKey(keyringPath(), id, at)
  say(`Added the key "${id}" to ${keyringPath()}. Earlier copies of the keyring lack it: make a new one.`)
  return id
}

async function untilEachProcess(
  does: string,
  id: string,
  say: Options['say'],
  isReady: (holder: KeyringHolder) => boolean,
): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS
  let reported = ''
  for (;;) {
    const late = (await keyringHolders()).filter((holder) => !isReady(holder)).map(({ place }) => place)
    if (late.length === 0) return
    if (Date.now() > deadline) {
      throw new RotationRefusal(
        `Not every process ${does} the key "${id}": ${late.join('; ')}. Give each the same keyring, restart it, and run this again.`,
      )
    }
    const line = `Waiting until each process ${does} the key "${id}": ${late.join('; ')} …`
    if (line !== reported) say(line)
    reported = line
    await sleep(200)
  }
}

function teller(total: number, say: Options['say']): (rewrapped: number) => void {
  let last = Date.now()
  return (rewrapped) => {
    if (Date.now() - last < REPORT_EVERY_MS) return
    last = Date.now()
    say(`  ${rewrapped} of ${Math.max(total, rewrapped)} wrapped again`)
  }
}

const record = (event: AuditEvent) => transaction((tx) => recordAudit(tx, SYSTEM, event))

async function conclude(activeId: string, { rewrapped, unopened }: Rewrapped, say: Options['say']): Promise<boolean> {
  for (const { id, keyringId } of unopened) say(`The data key ${id} does not open under the key "${keyringId}".`)
  const left = await countUnderOtherKeys()
  if (left > 0) say(`${rewrapped} keys wrapped again, ${left} could not be.`)
  else if (rewrapped > 0) say(`${rewrapped} keys wrapped again. All are under "${activeId}".`)
  else say(`All keys are under "${activeId}" already.`)
  return left === 0
}
