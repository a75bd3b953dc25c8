'use client'
import { useEffect, useState } from 'react'

/** Whether the page's scripts run: false on the server and until the first effect, so what needs them is not offered before. */
export function useHydrated(): boolean {
  const [isHydrated, setHydrated] = useState(false)
  useEffect(() => setHydrated(true), [])
  return isHydrated
}
