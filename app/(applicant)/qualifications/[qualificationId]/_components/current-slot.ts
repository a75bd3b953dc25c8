'use client'
import { createContext } from 'react'

/**
 * Holds the id of the slot that a narrow screen shows, whether scripts run, and what shows another; null where all are
 * shown.
 */
export const CurrentSlot = createContext<{
  id: string | undefined
  isRunning: boolean
  show: (id: string) => void
} | null>(null)
