'use client'
import { useCallback, useEffect, useReducer, useRef } from 'react'
import type { Checked, PictureLimits } from '@/components/capture/asked'
import type { Shape } from '@/components/capture/picture-checks'
import { askToSignIn, isSignedOut, signInsSoFar } from '@/components/forms/sign-in-again'
import { fileIn } from './refresh-delay'
import { type Sending, sendFile } from './send-file'
import { added, isLostWithPage, nextOf, type Upload, type UploadPlace, uploadsAfter } from './upload'
import { refreshSoon } from './use-file-events'

type Options = {
  place: UploadPlace
  /** Lists the ids of the files that the page shows of the slot. */
  shown: string
  /** Names what a picture in this slot shows. */
  shape: Shape | null
  limits: PictureLimits
  isMultiple: boolean
}

/** Sends files one after another, in the order in which they were chosen, for pages have an order. */
export function useUploads({ place, shown, shape, limits, isMultiple }: Options) {
  const [uploads, dispatch] = useReducer(uploadsAfter, [])
  const current = useRef<{ id: string; sending: Sending } | null>(null)
  const batch = useRef(0)
  const replaced = useRef<string | null>(null)
  const latest = useRef({ place, shown })
  latest.current = { place, shown }

  const send = useCallback(({ id, file, doubts = [] }: Upload) => {
    const change = (change: Partial<Upload>) => dispatch({ type: 'changed', id, change })
    const end = (change_: Partial<Upload>) => {
      current.current = null
      change(change_)
    }
    change({ state: 'uploading' })
    const sentAfter = signInsSoFar()
    const sending = sendFile({ file, doubts }, latest.current.place, {
      onProgress: (percent) => change({ state: 'uploading', percent }),
      onSent: () => change({ state: 'checking', percent: 100, shownThen: latest.current.shown }),
      onInterrupted: () => change({ state: 'interrupted' }),
      onFailed(problem) {
        end({ state: 'failed', problem })
        if (isSignedOut({ error: problem.code })) askToSignIn(() => change({ state: 'waiting', percent: 0 }), sentAfter)
      },
      onTaken(answer) {
        end({ state: 'done', percent: 100, fileId: fileIn(answer) })
        refreshSoon(answer)
      },
    })
    current.current = { id, sending }
  }, [])

  useEffect(() => {
    const next = nextOf(uploads)
    if (next && !current.current) send(next)
  }, [uploads, send])

  useEffect(() => {
    // Here already when a connection is about to go.
    void import('./tus').catch(() => {})
    void checks().catch(() => {})
    return () => current.current?.sending.leave()
  }, [])

  const isBusy = uploads.some(isLostWithPage)
  useEffect(() => {
    if (!isBusy) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isBusy])

  return {
    uploads,
    /** @param seen what their sender has seen may be wrong with them; null when nobody looked */
    add: (files: Iterable<File>, seen: Checked['doubts'] | null = null) => {
      batch.current += 1
      const chosen = [...files].map((file) => added(file, newKey(), batch.current, isPicture(file) ? seen : []))
      // These replace the doubted one that they were chosen for; where one file has room, any doubted one.
      for (const { id, state } of uploads) {
        if (state === 'doubted' && (!isMultiple || id === replaced.current)) dispatch({ type: 'dismissed', id })
      }
      replaced.current = null
      dispatch({ type: 'added', uploads: chosen })
      for (const { id, file, state } of chosen) {
        if (state === 'looking')
          void looked(file, shape, limits).then((seen) => dispatch({ type: 'looked', id, ...seen }))
      }
    },
    use: (id: string) => dispatch({ type: 'changed', id, change: { state: 'waiting' } }),
    /** The next choice of files takes its place. */
    replace: (id: string) => {
      replaced.current = id
    },
    turn: async ({ id, file }: Upload) => {
      const { turnedFile } = await import('@/components/capture/ask-worker')
      dispatch({ type: 'turned', id, file: await turnedFile(file) })
    },
    cancel: (id: string) => {
      if (current.current?.id === id) {
        current.current.sending.cancel()
        current.current = null
      }
      dispatch({ type: 'changed', id, change: { state: 'cancelled' } })
    },
    retry: (id: string) => {
      if (current.current?.id === id) current.current.sending.resume()
      else dispatch({ type: 'changed', id, change: { state: 'waiting', percent: 0 } })
    },
    dismiss: (id: string) => dispatch({ type: 'dismissed', id }),
  }
}

/** Loads what looks at pictures, and what shows a doubted one. The Worker itself is loaded by the first picture. */
async function checks() {
  const [{ checkedFile }] = await Promise.all([
    import('@/components/capture/ask-worker'),
    import('@/components/capture/doubted-picture'),
  ])
  return checkedFile
}

/** Looks at a picture that was chosen. Where that can't be done, as without a connection, it is sent as it is. */
async function looked(file: File, shape: Shape | null, limits: PictureLimits): Promise<Checked> {
  try {
    const checkedFile = await checks()
    return await checkedFile(file, shape, limits)
  } catch {
    return { file, doubts: [] }
  }
}

/** PDFs are looked at by the portal alone. */
const isPicture = ({ type }: File): boolean => type.startsWith('image/')

let count = 0
/** `crypto.randomUUID` is missing where the portal is reached by plain http in a local network. */
const newKey = () => `upload-${++count}`
