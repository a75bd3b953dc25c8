import type { DetailedError, Upload as TusUpload } from 'tus-js-client'
import type { Checked } from '@/components/capture/asked'
import type { UploadAnswer } from './refresh-delay'
import { forgetUnfinished } from './remembered-uploads'
import { problemOf, type UploadPlace, type UploadProblem } from './upload'

type Listener = {
  onProgress: (percent: number) => void
  /** All is sent, and looked at there. */
  onSent: () => void
  /** The connection broke off; the upload continues by itself, or by `resume`. */
  onInterrupted: () => void
  /** The portal has the file, which its answer describes. */
  onTaken: (answer: UploadAnswer) => void
  onFailed: (problem: UploadProblem) => void
}

export type Sending = {
  /** Continues at once. */
  resume(): void
  /** Stops, and has the portal forget what came. */
  cancel(): void
  /** Stops; the same file chosen again continues from there. */
  leave(): void
}

/**
 * Limits what is acknowledged at once: a proxy that holds back whole requests loses no more than this. A file that is
 * no longer is one request, unless a connection broke.
 */
const CHUNK_BYTES = 2 * 1024 * 1024
/** After this time without a byte in either direction, the connection counts as lost. */
const TIMEOUT_MS = 60_000
const WAITS_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000]
/** So often in a row a portal may answer that it can't now. A lost connection may last for as long as it likes. */
const MAX_FAILURES = 3

const unexpected: UploadProblem = { code: 'UNEXPECTED', params: {} }

/**
 * Sends a file in parts (tus 1.0), over as many connections as it takes: from where the portal has it, also when the
 * page was left and the same file is chosen again.
 */
export function sendFile({ file, doubts }: Checked, place: UploadPlace, listener: Listener): Sending {
  let upload: TusUpload | undefined
  let isOver = false
  let isWaiting = false
  let isInOne = file.size <= CHUNK_BYTES
  let waits = 0
  let failures = 0
  let timer = 0

  const stop = () => {
    isOver = true
    window.clearTimeout(timer)
    window.removeEventListener('online', resume)
  }
  const fail = (problem: UploadProblem) => {
    stop()
    listener.onFailed(problem)
  }
  const interrupt = () => {
    isWaiting = true
    isInOne = false // from now on the portal stores what arrives
    listener.onInterrupted()
    window.clearTimeout(timer)
    timer = window.setTimeout(resume, WAITS_MS[Math.min(waits, WAITS_MS.length - 1)])
    waits += 1
  }
  const watch = () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => {
      void upload?.abort()
      interrupt()
    }, TIMEOUT_MS)
  }
  function resume() {
    if (isOver || !isWaiting) return
    isWaiting = false
    watch()
    if (upload) {
      upload.options.uploadDataDuringCreation = isInOne
      upload.start()
    } else void begin()
  }

  const begin = async () => {
    const tus = await import('./tus').catch(() => null)
    if (isOver) return
    if (!tus) return interrupt()
    const started = tus.makeUpload({ file, doubts }, place, {
      chunkSize: CHUNK_BYTES,
      uploadDataDuringCreation: isInOne,
      onProgress(sent, total) {
        waits = 0
        watch()
        listener.onProgress(Math.floor((sent / total) * 100))
        if (sent === total) listener.onSent()
      },
      onChunkComplete() {
        failures = 0
      },
      onSuccess({ lastResponse }) {
        stop()
        forgetUnfinished(place)
        listener.onTaken(lastResponse)
      },
      onError: (error) => (isOver ? undefined : failed(error)),
    })
    try {
      const [previous] = await started.findPreviousUploads()
      if (previous) started.resumeFromPreviousUpload(previous)
    } catch {
      return fail(unexpected) // the file can't be read, as when it was moved since
    }
    if (isOver) return
    upload = started
    started.start()
  }

  const failed = (error: Error | DetailedError) => {
    if (!('originalRequest' in error) || !error.originalRequest) return fail(unexpected)
    const answer = error.originalResponse
    if (!answer) return interrupt()
    const problem = problemOf(answer.getBody())
    const status = answer.getStatus()
    // A conflict without a code is one of the protocol: what was sent does not start where the portal is.
    const isPassing = status >= 500 || (status === 409 && ['UNEXPECTED', 'CONFLICT'].includes(problem.code))
    if (!isPassing || failures >= MAX_FAILURES) return fail(problem)
    failures += 1
    interrupt()
  }

  window.addEventListener('online', resume)
  watch()
  void begin()
  return {
    resume,
    cancel() {
      stop()
      void upload?.abort(true).catch(() => {}) // what it does not hear of, it gives up by itself
    },
    leave() {
      stop()
      void upload?.abort()
    },
  }
}
