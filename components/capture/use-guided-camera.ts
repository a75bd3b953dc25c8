'use client'
import { type ComponentType, useRef, useState } from 'react'
import type { CameraProps } from './guided-camera'

/** Opens the guided camera, which is loaded by its first use. Where there can be none, the phone's own opens. */
export function useGuidedCamera() {
  const [Dialog, setDialog] = useState<ComponentType<CameraProps> | null>(null)
  const plain = useRef<() => void>(() => {})
  return {
    Dialog,
    open: async (openPlain: () => void) => {
      plain.current = openPlain
      // Over plain http a browser lets no page use cameras.
      const canBe = window.isSecureContext && 'mediaDevices' in navigator
      const loaded = canBe ? await import('./guided-camera').catch(() => null) : null
      if (loaded) setDialog(() => loaded.GuidedCamera)
      else openPlain()
    },
    close: () => setDialog(null),
    plain: () => plain.current(),
  }
}
