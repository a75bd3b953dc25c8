'use client'
import { useCallback, useEffect, useReducer, useRef } from 'react'
import { type Sending, sendFile, type UploadPlace } from './send-file'
import { isUnderWay, type Upload, uploadsAfter, waiting } from './upload'

type Options = {
  place: UploadPlace
  /** After each file that was taken. */
  onUploaded: () => void
}

/** Sends files one after another, in the order in which they were chosen, for pages have an order. */
export function useUploads({ place, onUploaded }: Options) {
  const [uploads, dispatch] = useReducer(uploadsAfter, [])
  const current = useRef<{ id: string; sending: Sending } | null>(null)
  const batch = useRef(0)
  const latest = useRef({ place, onUploaded })
  latest.current = { place, onUploaded }

  const send = useCallback(({ id, file }: Upload) => {
    const change = (change: Partial<Upload>) => dispatch({ type: 'changed', id, change })
    const end = (change_: Partial<Upload>) => {
      current.current = null
      change(change_)
    }
    change({ state: 'uploading' })
    const sending = sendFile(file, latest.current.place, {
      onProgress: (percent) => change({ state: 'uploading', percent }),
      onSent: () => change({ state: 'checking', percent: 100 }),
      onInterrupted: () => change({ state: 'interrupted' }),
      onFailed: (problem) => end({ state: 'failed', problem }),
      onTaken() {
        end({ state: 'done', percent: 100 })
        latest.current.onUploaded()
      },
    })
    current.current = { id, sending }
  }, [])

  useEffect(() => {
    const next = uploads.find(({ state }) => state === 'waiting')
    if (next && !current.current) send(next)
  }, [uploads, send])

  useEffect(() => {
    // Here already when a connection is about to go.
    void import('tus-js-client').catch(() => {})
    return () => current.current?.sending.leave()
  }, [])

  const isBusy = uploads.some(isUnderWay)
  useEffect(() => {
    if (!isBusy) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isBusy])

  return {
    uploads,
    add: (files: Iterable<File>) => {
      batch.current += 1
      dispatch({ type: 'added', uploads: [...files].map((file) => waiting(file, newKey(), batch.current)) })
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

let count = 0
/** `crypto.randomUUID` is missing where the portal is reached by plain http in a local network. */
const newKey = () => `upload-${++count}`
