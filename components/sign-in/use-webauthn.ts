'use client'
import { useSyncExternalStore } from 'react'

/**
 * Returns whether this browser can use passkeys: false on the server too, so that nothing is offered without scripts.
 */
export const useWebAuthn = (): boolean =>
  useSyncExternalStore(
    () => () => {},
    () => typeof window.PublicKeyCredential === 'function',
    () => false,
  )
