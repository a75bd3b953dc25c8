'use client'
import { useEffect, useState } from 'react'

/**
 * Returns whether the page's scripts run: false on the server and until the first effect, so nothing that needs them is
 * offered before.
 */
export function useHydrated(): boolean {
  const [isHydrated, setHydrated] = useState(false)
  useEffect(() => setHydrated(true), [])
  return isHydrated
}
