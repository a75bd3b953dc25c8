import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { database } from '@/lib/db/client'
import { encodeAddCheckpoint, KEYS_HEADER, SIZE_TYPE } from './add-checkpoint'
import { publicKeys } from './audit-keys'
import { decodeKey, encodeKey, keyIdOf, type Note, type NoteSignature, parseNote, verifyNote } from './note'
import { proveConsistency } from './read'

const TIMEOUT = 10 * SECOND
const COSIGNATURE_LENGTH = 72
/** Seconds after which a checkpoint without a cosignature is reported. */
const LATE = 120

/** The witness answered, and not with a cosignature. What it said is for the operator. */
export class WitnessRefusedError extends Error {
  override readonly name = 'WitnessRefusedError'
  constructor(
    readonly status: number,
    readonly answer: string,
  ) {
    super(`The witness refused: ${status}`)
  }
}

/**
 * Sends the witness the newest checkpoint, with the proof that it continues what the witness saw last, and stores its
 * cosignature. A checkpoint by which one key hands over to another is sent before those that follow it.
 *
 * @returns whether something was cosigned
 * @throws WitnessRefusedError; TypeError when it can't be reached
 */
export async function submitCheckpoint(): Promise<boolean> {
  const seen = await lastCosigned()
  const next = await nextAfter(seen)
  if (!next) return false
  const first = await post(seen, next)
  const answer = first.knows === null ? first : await again(first.knows, next)
  if (answer.status !== 200) throw new WitnessRefusedError(answer.status, answer.body)
  await storeSignatures(next, answer.body)
  return true
}

type Shown = { size: bigint; note: string }
type Answered = { status: number; body: string; knows: bigint | null }

async function again(knows: bigint, next: Shown): Promise<Answered> {
  if (knows > next.size) {
    throw new WitnessRefusedError(
      409,
      `It saw a log of ${knows} events already: this one was cut, or a backup restored.`,
    )
  }
  return post(knows, next)
}

async function lastCosigned(): Promise<bigint> {
  const { _max } = await database().auditCosignature.aggregate({ _max: { size: true } })
  return _max.size ?? 0n
}

async function nextAfter(seen: bigint): Promise<Shown | null> {
  const later = { size: { gt: seen } }
  const before = await database().auditCheckpoint.findUnique({ where: { size: seen } })
  const handover = before && {
    where: { ...later, keyNumber: { gt: before.keyNumber } },
    orderBy: { size: 'asc' as const },
  }
  const first = handover && (await database().auditCheckpoint.findFirst(handover))
  return first ?? (await database().auditCheckpoint.findFirst({ where: later, orderBy: { size: 'desc' } }))
}

async function post(old: bigint, { size, note }: Shown): Promise<Answered> {
  const proof = old === 0n ? [] : await proveConsistency(old, size)
  const keys = await publicKeys()
  const response = await fetch(new URL('add-checkpoint', `${env().AUDIT_WITNESS_URL?.replace(/\/*$/, '')}/`), {
    method: 'POST',
    headers: { [KEYS_HEADER]: keys.map(({ key }) => key).join(', ') },
    body: encodeAddCheckpoint({ old, proof, note }),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT),
  })
  const body = (await response.text()).slice(0, 2_000)
  const saysSize = response.status === 409 && response.headers.get('content-type')?.startsWith(SIZE_TYPE)
  return { status: response.status, body, knows: saysSize && /^\d+\n?$/.test(body) ? BigInt(body) : null }
}

/**
 * Stores signatures: with the witness's key only those that it verifies; without it, any that looks like a witness's
 * line.
 */
async function storeSignatures({ size, note }: Shown, body: string): Promise<void> {
  const { signatures } = parseNote(`${parseNote(note).body}\n${body}`)
  const lines = body.trimEnd().split('\n')
  const signed: Note = { body: parseNote(note).body, signatures }
  const key = env().AUDIT_WITNESS_KEY ? decodeKey(env().AUDIT_WITNESS_KEY ?? '') : null
  const isStored = ({ name, keyId, bytes }: NoteSignature) =>
    key ? name === key.name && keyId === keyIdOf(key) : bytes.length === COSIGNATURE_LENGTH
  const valid = signatures.flatMap((signature, n) =>
    isStored(signature) ? [{ size, witness: `${signature.name}+${signature.keyId}`, line: lines[n] ?? '' }] : [],
  )
  if (valid.length === 0 || (key && !verifyNote(signed, key))) {
    throw new WitnessRefusedError(200, `No good signature of ${key ? encodeKey(key) : 'a witness'} in the answer`)
  }
  await database().auditCosignature.createMany({ data: valid, skipDuplicates: true })
}

/** Returns whether the witness, if there is one, keeps up, on the database's clock. */
export async function isWitnessed(): Promise<boolean> {
  if (!env().AUDIT_WITNESS_URL) return true
  const late = await database().$queryRaw<unknown[]>`
    SELECT 1
    FROM (
      SELECT at FROM audit_checkpoints
      WHERE size > coalesce((SELECT max(size) FROM audit_cosignatures), 0) ORDER BY size LIMIT 1
    ) c
    WHERE c.at < clock_timestamp() - make_interval(secs => ${LATE})`
  return late.length === 0
}
