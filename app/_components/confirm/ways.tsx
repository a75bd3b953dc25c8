'use client'
import { createContext, type ReactNode, useContext } from 'react'
import type { WaysToConfirm } from './confirm-forms'

const Ways = createContext<WaysToConfirm>({ hasPasskey: false, hasTotp: false, hasRecoveryCode: false })

/** Provides every form of a page with the ways in which the signed-in person can confirm again who they are. */
export function WaysProvider({ ways, children }: { ways: WaysToConfirm; children: ReactNode }) {
  return <Ways value={ways}>{children}</Ways>
}

export const useWays = (): WaysToConfirm => useContext(Ways)
