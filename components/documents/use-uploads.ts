'use client'
import { useCallback, useEffect, useReducer, useRef } from 'react'
import { problemOf, type Upload, uploadsAfter, waiting } from './upload'

type Options = {
  /** Takes multipart with one `file`. */
  url: string
  /** After each file that was taken, with the answer's JSON. */
  onUploaded: (answer: unknown) => void
}

/** Without a byte in either direction for so long, the connection counts as lost. */
const PATIENCE_MS = 60_000

/** Sends files one after another, in the order in which they were chosen, for pages have an order. */
export function useUploads({ url, onUploaded }: Options) {
  const [uploads, dispatch] = useReducer(uploadsAfter, [])
  const request = useRef<{ id: string; xhr: XMLHttpRequest } | null>(null)
  const tell = useRef(onUploaded)
  tell.current = onUploaded

  const send = useCallback(
    ({ id, file }: Upload) => {
      const change = (change: Partial<Upload>) => dispatch({ type: 'changed', id, change })
      const xhr = new XMLHttpRequest()
      request.current = { id, xhr }
      const end = (change_: Partial<Upload>) => {
        window.clearTimeout(timer)
        request.current = null
        change(change_)
      }
      let timer = 0
      const beat = () => {
        window.clearTimeout(timer)
        timer = window.setTimeout(() => {
          xhr.onabort = null
          xhr.abort()
          end({ state: 'failed', problem: { code: 'OFFLINE', params: {} } })
        }, PATIENCE_MS)
      }
      xhr.upload.onprogress = ({ loaded, total }) => {
        beat()
        change({ percent: Math.floor((loaded / total) * 100) })
      }
      xhr.upload.onload = () => change({ state: 'checking', percent: 100 })
      xhr.onabort = () => end({ state: 'cancelled' })
      xhr.onerror = () => end({ state: 'failed', problem: { code: 'OFFLINE', params: {} } })
      xhr.onload = () => {
        if (xhr.status < 200 || xhr.status > 299) return end({ state: 'failed', problem: problemOf(xhr.responseText) })
        end({ state: 'done', percent: 100 })
        tell.current(xhr.responseText ? JSON.parse(xhr.responseText) : null)
      }
      const body = new FormData()
      body.append('file', file, file.name)
      xhr.open('POST', url)
      xhr.setRequestHeader('Accept', 'application/json')
      change({ state: 'uploading', percent: 0 })
      beat()
      xhr.send(body)
    },
    [url],
  )

  useEffect(() => {
    const next = uploads.find(({ state }) => state === 'waiting')
    if (next && !request.current) send(next)
  }, [uploads, send])

  useEffect(() => () => request.current?.xhr.abort(), [])

  return {
    uploads,
    add: (files: Iterable<File>) =>
      dispatch({ type: 'added', uploads: [...files].map((file) => waiting(file, newKey())) }),
    cancel: (id: string) => {
      if (request.current?.id === id) request.current.xhr.abort()
      else dispatch({ type: 'changed', id, change: { state: 'cancelled' } })
    },
    retry: (id: string) => dispatch({ type: 'changed', id, change: { state: 'waiting', percent: 0 } }),
    dismiss: (id: string) => dispatch({ type: 'dismissed', id }),
  }
}

let count = 0
/** `crypto.randomUUID` is missing where the portal is reached by plain http in a local network. */
const newKey = () => `upload-${++count}`
