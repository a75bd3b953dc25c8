'use client'
import { createContext, type ReactNode, useContext } from 'react'

type Ways = {
  /** Holds the masked number; null where there is none to send a code to. */
  phone: string | null
  hasPasskey: boolean
}

const OwnWays = createContext<Ways>({ phone: null, hasPasskey: false })

/** Provides every form of a page with the ways in which its applicant confirms an act. */
export function OwnWaysProvider({ phone, hasPasskey, children }: Ways & { children: ReactNode }) {
  return <OwnWays value={{ phone, hasPasskey }}>{children}</OwnWays>
}

export const useOwnWays = (): Ways => useContext(OwnWays)
