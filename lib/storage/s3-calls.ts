import 'server-only'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { CompletedPart, S3ClientConfig } from '@aws-sdk/client-s3'
import { SECOND } from '@/lib/core/clock'
import { startTimeout } from '@/lib/core/timers'
import { ObjectMissingError, ObjectTakenError } from './s3-answers'
import { type ByteRange, StoreFullError, StoreSilentError, StoreUnavailableError } from './store-port'

export type S3Place = {
  bucket: string
  /** Names a store other than Amazon's. */
  endpoint?: string | undefined
  region: string
  isPathStyle: boolean
  /** Without credentials, the SDK searches its usual places. */
  credentials?: { accessKeyId: string; secretAccessKey: string } | undefined
  /** The milliseconds for which the store may be silent. */
  timeoutMs?: number
}

export type S3Calls = Awaited<ReturnType<typeof s3Calls>>

const ATTEMPTS = 2
const MARK = 'put'

/**
 * Returns the calls of S3 that a blob store is made of. Every failure, except the two errors above, is a
 * StoreUnavailableError. The SDK is loaded here: a bundle loads what any of its files imports when it starts.
 */
export async function s3Calls({
  bucket,
  endpoint,
  region,
  isPathStyle,
  credentials,
  timeoutMs = 10 * SECOND,
}: S3Place) {
  const {
    AbortMultipartUploadCommand,
    CompleteMultipartUploadCommand,
    CreateMultipartUploadCommand,
    DeleteObjectCommand,
    GetObjectCommand,
    HeadObjectCommand,
    ListMultipartUploadsCommand,
    PutObjectCommand,
    paginateListObjectsV2,
    S3Client,
    UploadPartCommand,
  } = await import('@aws-sdk/client-s3')
  const options: S3ClientConfig = {
    region,
    forcePathStyle: isPathStyle,
    maxAttempts: ATTEMPTS,
    // Stores other than Amazon's know Content-MD5, and seldom the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint ? { endpoint } : {}),
    ...(credentials ? { credentials } : {}),
  }
  const connectionTimeout = Math.min(timeoutMs, 3 * SECOND)
  const client = new S3Client({ ...options, requestHandler: { connectionTimeout, socketTimeout: timeoutMs } })
  // A socket counts as silent also while nobody reads from it, so `answeredBy` counts instead. A reader that pauses keeps
  // its connection, and nobody waits for that.
  const connections = { maxSockets: Number.POSITIVE_INFINITY }
  const silence = { requestTimeout: timeoutMs, throwOnRequestTimeout: true, socketTimeout: 0 }
  const reader = new S3Client({
    ...options,
    requestHandler: { connectionTimeout, ...silence, httpAgent: connections, httpsAgent: connections },
  })
  const at = (key: string) => ({ Bucket: bucket, Key: key })

  return {
    /** Stores a whole object, unless one exists. `mark` shows later whose it is. */
    async putNew(key: string, body: Buffer, mark: string): Promise<void> {
      const once = { IfNoneMatch: '*', Metadata: { [MARK]: mark } }
      await called(client.send(new PutObjectCommand({ ...at(key), ...once, Body: body, ContentMD5: md5(body) })))
    },

    async startParts(key: string, mark: string): Promise<string> {
      const started = await called(
        client.send(new CreateMultipartUploadCommand({ ...at(key), Metadata: { [MARK]: mark } })),
      )
      if (!started.UploadId) throw new StoreUnavailableError(new Error('An upload without an id'))
      return started.UploadId
    },

    async putPart(key: string, uploadId: string, number: number, body: Buffer): Promise<CompletedPart> {
      const part = { UploadId: uploadId, PartNumber: number }
      const { ETag } = await called(
        client.send(new UploadPartCommand({ ...at(key), ...part, Body: body, ContentMD5: md5(body) })),
      )
      return { PartNumber: number, ETag }
    },

    /** Makes the parts an object, unless there is one. */
    async completeNew(key: string, uploadId: string, parts: CompletedPart[]): Promise<void> {
      const whole = { UploadId: uploadId, MultipartUpload: { Parts: parts }, IfNoneMatch: '*' }
      await called(client.send(new CompleteMultipartUploadCommand({ ...at(key), ...whole })))
    },

    async abortParts(key: string, uploadId: string): Promise<void> {
      await called(client.send(new AbortMultipartUploadCommand({ ...at(key), UploadId: uploadId })))
    },

    /** The mark of the object that is there. */
    async markOf(key: string): Promise<string | undefined> {
      const { Metadata } = await called(client.send(new HeadObjectCommand(at(key))))
      return Metadata?.[MARK]
    },

    async get(key: string, range?: ByteRange): Promise<Readable> {
      const part = range && { Range: `bytes=${range.start}-${range.end}` }
      try {
        const command = new GetObjectCommand({ ...at(key), ...part })
        const { Body } = await inTime((abortSignal) => called(reader.send(command, { abortSignal })), timeoutMs)
        return answeredBy(Body as Readable, timeoutMs) // always, in Node
      } catch (error) {
        if (isNoRange(error)) return Readable.from([]) // all of it lies beyond the end
        throw error
      }
    },

    async remove(key: string): Promise<void> {
      await called(client.send(new DeleteObjectCommand(at(key))))
    },

    async *list(prefix: string): AsyncIterable<{ key: string; storedAt: Date }> {
      const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })[Symbol.asyncIterator]()
      for (;;) {
        const page = await called(pages.next())
        if (page.done) return
        for (const { Key, LastModified } of page.value.Contents ?? []) {
          if (Key && LastModified) yield { key: Key, storedAt: LastModified }
        }
      }
    },

    /** Yields uploads in parts that were started and neither completed nor aborted. */
    async *unfinished(prefix: string): AsyncIterable<{ key: string; uploadId: string; begunAt: Date }> {
      for (let from = {}; ; ) {
        const page = await called(
          client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, ...from })),
        )
        for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
          if (Key && UploadId && Initiated) yield { key: Key, uploadId: UploadId, begunAt: Initiated }
        }
        if (!page.IsTruncated) return
        from = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
      }
    },
  }
}

/** Aborts a call that has not been answered after all attempts, such as one whose error stops half-way. */
async function inTime<T>(send: (signal: AbortSignal) => Promise<T>, timeoutMs: number): Promise<T> {
  const controller = new AbortController()
  const timer = startTimeout(() => controller.abort(), (ATTEMPTS + 1) * timeoutMs)
  try {
    return await send(controller.signal)
  } catch (error) {
    throw controller.signal.aborted ? new StoreSilentError(error) : error
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Passes the same bytes on. A stream that breaks off, or is silent half-way, counts as the store's failure as well. The
 * time counts only while bytes are wanted: a reader may pause for as long as it likes.
 */
function answeredBy(body: Readable, timeoutMs: number): Readable {
  let waiting: NodeJS.Timeout | undefined
  const stopWaiting = () => {
    clearTimeout(waiting)
    waiting = undefined
  }
  const fail = (cause: unknown) => void bytes.destroy(new StoreUnavailableError(cause))
  const bytes = new Readable({
    read() {
      waiting ??= startTimeout(() => fail({ name: 'TimeoutError' }), timeoutMs)
      body.resume()
    },
    destroy(error, done) {
      stopWaiting()
      body.destroy()
      done(error)
    },
  })
  body.on('data', (chunk: Buffer) => {
    stopWaiting()
    if (!bytes.push(chunk)) body.pause()
  })
  body.once('end', () => {
    stopWaiting()
    bytes.push(null)
  })
  body.once('error', fail)
  body.once('close', () => {
    if (!body.readableEnded) fail({ code: 'CUT_OFF' })
  })
  body.pause() // until somebody reads
  return bytes
}

const md5 = (body: Buffer) => createHash('md5').update(body).digest('base64')

const isNoRange = (error: unknown) => error instanceof StoreUnavailableError && error.code === 'InvalidRange'

const NO_ROOM = new Set(['QuotaExceeded', 'XMinioStorageFull', 'XMinioAdminBucketQuotaExceeded', 'InsufficientStorage'])

/**
 * Returns whether a time ran out. The SDK gives a connection that the store closed the same name, and leaves its code.
 */
function isTimeout(error: unknown): boolean {
  const { name, code } = error as { name?: string; code?: string }
  return name === 'TimeoutError' && (code === undefined || code === 'ETIMEDOUT')
}

async function called<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } }
    const status = $metadata?.httpStatusCode
    if (status === 412) throw new ObjectTakenError()
    // A missing bucket is not a missing blob. HEAD has no body that distinguishes them.
    if (name === 'NoSuchKey' || name === 'NotFound') throw new ObjectMissingError()
    if (status === 507 || NO_ROOM.has(name ?? '')) throw new StoreFullError(error)
    if (isTimeout(error)) throw new StoreSilentError(error)
    throw new StoreUnavailableError(error)
  }
}
