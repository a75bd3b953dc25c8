'use client'
import { type ComponentProps, lazy } from 'react'
import type { ForwardPanel } from './forward-panel'

const Loaded = lazy(async () => ({ default: (await import('./forward-panel')).ForwardPanel }))

/** Loads the panel after the page, which contains it already, for browsers without scripts. */
export function LaterForwardPanel(props: ComponentProps<typeof ForwardPanel>) {
  return <Loaded {...props} />
}
