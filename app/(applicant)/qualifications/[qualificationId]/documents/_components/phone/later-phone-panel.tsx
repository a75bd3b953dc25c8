'use client'
import { type ComponentProps, lazy, Suspense } from 'react'
import type { PhonePanel } from './phone-panel'

const Loaded = lazy(async () => ({ default: (await import('./phone-panel')).PhonePanel }))

/** Loads the panel after the page: on a phone, which needs the page first, nobody sees it. */
export function LaterPhonePanel(props: ComponentProps<typeof PhonePanel>) {
  return (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  )
}
