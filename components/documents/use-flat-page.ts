'use client'
import { useEffect, useState } from 'react'
import type { Corners } from './flat-page'

/** Counts milliseconds, far more than a picture in memory takes to load. */
const REVOKE_AFTER = 30_000

/**
 * Draws a photographed page as it lies flat, while that is wanted.
 *
 * @param corners where the page is in the picture; null where that is not known, or the picture itself is wanted
 * @returns the address of the flat picture; null before it is drawn, and where the browser can't draw it
 */
export function useFlatPage(src: string, corners: Corners | null): string | null {
  const [flat, setDrawn] = useState<string | null>(null)
  useEffect(() => {
    if (!corners) return
    let isGone = false
    let drawn = ''
    const draw = async () => {
      const { drawFlat } = await import('./flat-page')
      drawn = await drawFlat(src, corners)
      if (isGone) revokeLater(drawn)
      else setDrawn(drawn)
    }
    draw().catch(() => setDrawn(null))
    return () => {
      isGone = true
      setDrawn(null)
      revokeLater(drawn)
    }
  }, [src, corners])
  return flat
}

/** Gives up a picture once what loads it just now has it. */
const revokeLater = (address: string) => setTimeout(() => URL.revokeObjectURL(address), REVOKE_AFTER)
