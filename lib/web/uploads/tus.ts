import 'server-only'
import { Readable } from 'node:stream'
import { DataStore, type Locker, Metadata, Server, TUS_RESUMABLE, Upload } from '@tus/server'
import type { Uploader } from '@/lib/actor/actor'
import { DAY } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { LockTimeoutError, takeSharedLock } from '@/lib/db/shared-lock'
import { type AcceptedFile, acceptDocument } from '@/lib/qualifications/files/accept-document'
import { continueUpload } from '@/lib/qualifications/files/continue-upload'
import { dropUpload } from '@/lib/qualifications/files/drop-upload'
import { type FoundUpload, findUpload } from '@/lib/qualifications/files/find-upload'
import { startUpload } from '@/lib/qualifications/files/start-upload'
import { StartUploadInput } from '@/lib/qualifications/schemas'
import { refuseOthers } from '../actions/form-action'
import { bodyOf, drainRequest } from '../request-body'

/** Uploads are under these paths: a person's, and a phone's. */
const PATHS = { PERSON: '/api/tus', PHONE: '/api/phone/tus' } as const

/**
 * Answers as tus 1.0 requires (https://tus.io/protocols/resumable-upload): creation, also with the first bytes or all
 * of them, expiration, termination. The metadata of a new upload name its slot. The answer to the request with its last
 * bytes describes the file, in JSON, as that to a form with the whole would.
 *
 * @param id of the upload, as in the address; none to start one
 * @throws DomainError as the verbs do
 */
export async function answerTus(actor: Uploader, request: Request, id: string | undefined): Promise<Response> {
  const whole = wholeFile(request)
  return (whole ? acceptWhole(actor, whole) : answerProtocol(actor, request, id)).finally(drainRequest)
}

async function answerProtocol(actor: Uploader, request: Request, id: string | undefined): Promise<Response> {
  const store = new PartialFiles(actor)
  const path = PATHS[actor.kind]
  let failure: unknown
  const server = new Server({
    path,
    datastore: store,
    locker: lockerFor(store),
    namingFunction: newId,
    getFileIdFromRequest: () => id,
    generateUrl: (_request, { id }) => `${path}/${id}`,
    allowedOrigins: [env().ZHUNXIN_URL.origin],
    onUploadFinish: async ({ method }) => (store.accepted ? answerWith(store.accepted, method) : {}),
    onResponseError: (_request, error) => {
      if (error instanceof Error && !('status_code' in error)) failure = error // the protocol's own are answered by it
      return undefined
    },
  })
  const answer = await server.handleWeb(request)
  if (failure) throw failure
  answer.headers.delete('Connection') // closed under a body that still comes, it would take the answer with it
  answer.headers.set('Cache-Control', 'no-store')
  return answer
}

/**
 * Returns the slot that the metadata name; a phone has one draft, and names none. A page also names the person who
 * opened it.
 *
 * @throws DomainError NOT_FOUND when they name none, or a doubt that there isn't; OTHER_PERSON
 */
function announcedBy(actor: Uploader, metadata: Upload['metadata'], size: number | undefined): StartUploadInput {
  const { kind, signature, filename, doubts, person } = metadata ?? {}
  if (actor.kind === 'PERSON' && person) refuseOthers(actor, person)
  const qualificationId = actor.kind === 'PHONE' ? actor.qualificationId : metadata?.qualificationId
  const slot = { qualificationId, kind, senderSignatureId: signature || null }
  const requested = { ...slot, fileName: filename ?? '', size, doubts: doubts ? doubts.split(',') : [] }
  const input = StartUploadInput.safeParse(requested)
  if (!input.success) throw new DomainError('NOT_FOUND', 'No such slot')
  return input.data
}

type WholeFile = { size: number; metadata: Upload['metadata']; body: Readable }

/** Returns the file of a request that creates an upload with all of its bytes; null for any other request. */
function wholeFile(request: Request): WholeFile | null {
  const { method, headers } = request
  const length = headers.get('upload-length') ?? ''
  const isWhole = /^[1-9]\d{0,9}$/.test(length) && headers.get('content-length') === length
  if (method !== 'POST' || !isWhole || headers.get('tus-resumable') !== TUS_RESUMABLE) return null
  if (headers.get('content-type') !== 'application/offset+octet-stream') return null
  try {
    const metadata = Metadata.parse(headers.get('upload-metadata') ?? '')
    const body = bodyOf(request)
    return body && { size: Number(length), metadata, body }
  } catch {
    return null // refused where all other requests are
  }
}

/**
 * Accepts a file that comes whole with the request that announces it. Nothing is stored of a part of it: where a
 * connection breaks, the sender knows no address at which to continue.
 */
async function acceptWhole(actor: Uploader, { size, metadata, body }: WholeFile): Promise<Response> {
  const { size: _, ...slot } = announcedBy(actor, metadata, size)
  const accepted = await acceptDocument(actor, { ...slot, source: Readable.from(exactly(size, body)) })
  const { status_code: status, headers, body: text } = answerWith(accepted, 'POST')
  const more = { Location: `${PATHS[actor.kind]}/${newId()}`, 'Upload-Offset': `${size}`, 'Cache-Control': 'no-store' }
  return new Response(text, { status, headers: { ...headers, ...more } })
}

async function* exactly(size: number, body: Readable): AsyncGenerator<Buffer> {
  let left = size
  // Not destroyed when its reader stops, or the connection of the answer would be.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    left -= chunk.length
    yield chunk
  }
  if (left !== 0) throw new Error(`${left} bytes are missing`)
}

/**
 * Returns the answer that describes an accepted file. One that creates an upload also says where that is: its status is
 * 201.
 */
const answerWith = (accepted: AcceptedFile, method: string) => ({
  status_code: method === 'POST' ? 201 : 200,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ files: [accepted] }),
})

/** Implements what the protocol needs of a store, by the verbs, for one uploader and one request. */
class PartialFiles extends DataStore {
  override extensions = ['creation', 'creation-with-upload', 'expiration', 'termination']
  accepted: AcceptedFile | null = null
  /** Holds the upload as this request found it: the server looks at it, under its lock, before it writes. */
  private found: FoundUpload | null = null
  /** Resolves when the last of it is stored: after a cut, later than the request ends. */
  written: Promise<unknown> = Promise.resolve()

  constructor(private readonly actor: Uploader) {
    super()
  }

  override async create(upload: Upload): Promise<Upload> {
    await startUpload(this.actor, { ...announcedBy(this.actor, upload.metadata, upload.size), id: upload.id })
    return upload
  }

  override async getUpload(id: string): Promise<Upload> {
    this.found = await findUpload(this.actor, id)
    const { size, received, createdAt } = this.found
    return new Upload({ id, size, offset: received, creation_date: createdAt.toISOString() })
  }

  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const writing = this.continue(source, id, offset)
    this.written = writing.catch(() => {})
    const { received, accepted } = await writing
    this.accepted = accepted
    return received
  }

  /** A request that creates an upload may bring its first bytes, before anything looked at it. */
  private async continue(source: Readable, id: string, offset: number) {
    source.on('error', () => {}) // a sender may go before anyone reads; the reader notices
    const found = this.found ?? (await findUpload(this.actor, id))
    return continueUpload(this.actor, found, { offset, source })
  }

  override async remove(id: string): Promise<void> {
    await dropUpload(this.actor, id)
  }

  override getExpiration(): number {
    return DAY
  }
}

/** One request at a time for each upload, whichever process it reaches: another one ends the one that stalls. */
const lockerFor = (store: PartialFiles): Locker => ({
  newLock(id) {
    let letGo = async () => {}
    return {
      async lock(_signal, cancelRequest) {
        letGo = await lockUpload(id, () => void cancelRequest())
      },
      async unlock() {
        await store.written
        await letGo()
      },
    }
  },
})

async function lockUpload(id: string, onWanted: () => void): Promise<() => Promise<void>> {
  try {
    return await takeSharedLock(`upload:${id}`, { onWanted })
  } catch (error) {
    throw error instanceof LockTimeoutError ? new DomainError('TRY_AGAIN', 'Another request has it') : error
  }
}
