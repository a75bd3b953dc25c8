'use client'
import { createContext, type ReactNode, useContext } from 'react'

const OwnPhone = createContext<string | null>(null)

type Props = { phone: string | null; children: ReactNode }

/** One's own number, masked, for every form of a page that may ask for a code to it; null where there is none. */
export function OwnPhoneProvider({ phone, children }: Props) {
  return <OwnPhone value={phone}>{children}</OwnPhone>
}

export const useOwnPhone = (): string | null => useContext(OwnPhone)
