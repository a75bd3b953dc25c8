import 'server-only'
import type { Readable } from 'node:stream'
import { DataStore, type Locker, Server, Upload } from '@tus/server'
import type { PersonActor } from '@/lib/auth/actor'
import { DAY } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { lockUpload } from '@/lib/documents/upload-lock'
import { beginUpload } from '@/lib/qualifications/begin-upload'
import { continueUpload } from '@/lib/qualifications/continue-upload'
import { dropUpload } from '@/lib/qualifications/drop-upload'
import { findUpload } from '@/lib/qualifications/find-upload'
import { BeginUploadInput } from '@/lib/qualifications/schemas'
import type { TakenIn } from '@/lib/qualifications/take-in-document'

const PATH = '/api/tus'

/**
 * Answers as tus 1.0 asks (https://tus.io/protocols/resumable-upload): creation, expiration, termination. The metadata of
 * a new upload name its slot. Its last PATCH answers what the file became, in JSON as a POST of the whole would.
 *
 * @param id of the upload, as in the address; none to begin one
 * @throws DomainError as the verbs do
 */
export async function answerTus(actor: PersonActor, request: Request, id: string | undefined): Promise<Response> {
  const store = new PartialFiles(actor)
  let failure: unknown
  const server = new Server({
    path: PATH,
    datastore: store,
    locker: lockerFor(store),
    namingFunction: newId,
    getFileIdFromRequest: () => id,
    generateUrl: (_request, { id }) => `${PATH}/${id}`,
    allowedOrigins: [env().ZHUNXIN_URL.origin],
    onUploadFinish: async () => (store.taken ? whole(store.taken) : {}),
    onResponseError: (_request, error) => {
      if (error instanceof Error && !('status_code' in error)) failure = error // the protocol's own are answered by it
      return undefined
    },
  })
  const answer = await server.handleWeb(request)
  if (failure) throw failure
  answer.headers.set('Cache-Control', 'no-store')
  return answer
}

const whole = (taken: TakenIn) => ({
  status_code: 200,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ files: [taken] }),
})

/** What the protocol asks of a store, by the verbs, for one person and one request. */
class PartialFiles extends DataStore {
  override extensions = ['creation', 'expiration', 'termination']
  taken: TakenIn | null = null
  /** Ends when the last of it is kept: after a cut, later than the request ends. */
  written: Promise<unknown> = Promise.resolve()

  constructor(private readonly actor: PersonActor) {
    super()
  }

  override async create(upload: Upload): Promise<Upload> {
    const { qualificationId, kind, signature, filename } = upload.metadata ?? {}
    const asked = {
      qualificationId,
      kind,
      senderSignatureId: signature || null,
      fileName: filename ?? '',
      size: upload.size,
    }
    const input = BeginUploadInput.safeParse(asked)
    if (!input.success) throw new DomainError('NOT_FOUND', 'No such slot')
    await beginUpload(this.actor, { ...input.data, id: upload.id })
    return upload
  }

  override async getUpload(id: string): Promise<Upload> {
    const { size, received, createdAt } = await findUpload(this.actor, id)
    return new Upload({ id, size, offset: received, creation_date: createdAt.toISOString() })
  }

  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const writing = continueUpload(this.actor, { id, offset, source })
    this.written = writing.catch(() => {})
    const { received, taken } = await writing
    this.taken = taken
    return received
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
