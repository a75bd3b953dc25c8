import 'server-only'
import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { type FieldPlace, open, seal } from '@/lib/crypto/fields'
import { accompanied, database, type Reader, type Tx } from '@/lib/db/client'

/** An answer is stored for so many hours. */
export const ANSWER_HOURS = 24

const StoredText = z.strictObject({ status: z.int(), body: z.string() })
export type StoredText = z.output<typeof StoredText>

export type Repeatable = {
  keyId: string
  /** Holds the key itself, which only the client has: what is stored is sealed under it. */
  secret: string
  /** Holds the client's Idempotency-Key. */
  name: string
  /**
   * Holds method, path and body, which a repeated request has in common with the first. For a file it is known once its
   * bytes went by.
   */
  content: string | (() => Promise<string>)
}

/** Reports that the same Idempotency-Key came with another request. */
export class KeyReusedError extends Error {
  override name = 'KeyReusedError'
}

/** Ends the transaction of a request that was answered before. */
class AnsweredError extends Error {
  override name = 'AnsweredError'

  constructor(readonly answer: StoredText) {
    super('Answered before')
  }
}

/** Holds the requests in progress in this process, so that repeated ones don't wait with a connection each. */
const inProgress = new Map<string, Promise<unknown>>()

/**
 * Runs a verb once for an Idempotency-Key, and answers each repeated request as the first. The answer is stored in the
 * transaction that does it: after a kill, either both are there or neither. What is refused is not stored.
 *
 * @param answerOf makes the answer of what the verb's transaction returned; null when it did nothing
 * @throws KeyReusedError
 */
export async function answerOnce<R>(
  request: Repeatable,
  verb: () => Promise<R>,
  answerOf: (result: R) => StoredText | null,
): Promise<StoredText> {
  const mine = `${request.keyId} ${request.name}`
  while (inProgress.has(mine)) await inProgress.get(mine)?.catch(() => {})
  const running = run(request, verb, answerOf)
  inProgress.set(mine, running)
  return running.finally(() => inProgress.delete(mine))
}

async function run<R>(
  { keyId, secret, name, content }: Repeatable,
  verb: () => Promise<R>,
  answerOf: (result: R) => StoredText | null,
): Promise<StoredText> {
  const requestHash = createHash('sha256').update(name).digest()
  const key = new Uint8Array(hkdfSync('sha256', secret, requestHash, 'zhunxin/stored-answer@v1', 32))
  const hash = async () => {
    const said = typeof content === 'string' ? content : await content()
    return createHmac('sha256', key).update(said).digest()
  }
  const place = { table: 'stored_answers', column: 'answer_sealed', row: `${keyId}/${requestHash.toString('hex')}` }
  const known = { keyId, requestHash: new Uint8Array(requestHash) }
  const find = (reader: Reader) => answeredBefore(reader, { known, key, hash, place })

  const before = await find(database())
  if (before) return before
  let answered: StoredText | null = null
  const companion = {
    async before(tx: Tx) {
      if (answered) return // a transaction of what follows the verb
      // Another process may be at it: it is waited for.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${requestHash.readBigInt64BE()})`
      const stored = await find(tx)
      if (stored) throw new AnsweredError(stored)
    },
    async after(tx: Tx, result: unknown) {
      if (answered) return
      answered = answerOf(result as R)
      if (!answered) return
      const answerSealed = seal(key, place, JSON.stringify(answered))
      const contentHash = await hash()
      await tx.storedAnswer.create({ data: { ...known, contentHash: new Uint8Array(contentHash), answerSealed } })
    },
  }
  try {
    await accompanied(companion, verb)
  } catch (error) {
    if (error instanceof AnsweredError) return error.answer
    throw error
  }
  if (!answered) throw new Error('The verb ended without a transaction that did anything')
  return answered
}

type Wanted = {
  known: { keyId: string; requestHash: Uint8Array<ArrayBuffer> }
  key: Uint8Array
  hash: () => Promise<Buffer>
  place: FieldPlace
}

async function answeredBefore(reader: Reader, { known, key, hash, place }: Wanted): Promise<StoredText | null> {
  const stored = await reader.storedAnswer.findUnique({ where: { keyId_requestHash: known } })
  if (!stored) return null
  if (!timingSafeEqual(await hash(), stored.contentHash)) throw new KeyReusedError()
  return StoredText.parse(JSON.parse(open(key, place, stored.answerSealed)))
}

/** Deletes answers that are over. */
export async function purgeStoredAnswers(): Promise<void> {
  await database().$executeRaw`
    DELETE FROM stored_answers WHERE created_at < clock_timestamp() - make_interval(hours => ${ANSWER_HOURS}::int)`
}
