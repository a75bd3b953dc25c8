'use client'
import { createContext, type ReactNode, useContext } from 'react'
import type { WaysToConfirm } from './confirm-forms'

const Ways = createContext<WaysToConfirm>({ hasPasskey: false, hasTotp: false, hasRecoveryCode: false })

/** By what whoever is signed in can say once more who they are, for every form of a page. */
export function WaysProvider({ ways, children }: { ways: WaysToConfirm; children: ReactNode }) {
  return <Ways value={ways}>{children}</Ways>
}

export const useWays = (): WaysToConfirm => useContext(Ways)
