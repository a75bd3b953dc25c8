'use client'
import { type ComponentProps, lazy } from 'react'
import type { SlotFiles } from './slot-files'

const Loaded = lazy(async () => ({ default: (await import('./slot-files')).SlotFiles }))

/**
 * Shows a slot's files on a page that seldom has a slot: what uploads is loaded where there is one. No fallback is
 * around it, so that the page that is sent contains it, for browsers without scripts.
 */
export function LaterSlotFiles(props: ComponentProps<typeof SlotFiles>) {
  return <Loaded {...props} />
}
