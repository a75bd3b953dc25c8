'use client'
import { useFileEvents } from './use-file-events'

/** Has its page read again when files of the qualification were examined. It shows nothing. */
export function FileWatch({ qualificationId }: { qualificationId: string }) {
  useFileEvents(qualificationId, true)
  return null
}
