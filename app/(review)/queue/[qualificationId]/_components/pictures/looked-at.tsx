'use client'
import type { ComponentProps } from 'react'
import { PictureViewer } from '@/components/documents/picture-viewer'

/** Describes how pictures are looked at, the same for all that are shown at once. */
export type Look = Pick<ComponentProps<typeof PictureViewer>, 'isContrastHigh' | 'toggleContrast'> & {
  /** Says whether the key of the loupe is held. */
  isLoupe: boolean
  /** Runs when a picture was shown in full. */
  onSeen: (src: string) => void
  /** Names this revision, and how often its pictures had to be requested again. */
  of: string
}

type LookedAtProps = Omit<ComponentProps<typeof PictureViewer>, keyof Look | 'onSeen'> & { look: Look }

/**
 * Shows a picture under an address of this revision: a browser requests an address once as long as a page is open, and
 * each look has to reach the server.
 */
export function LookedAt({ src, look: { of, onSeen, ...look }, ...picture }: LookedAtProps) {
  const address = `${src}${src.includes('?') ? '&' : '?'}look=${of}`
  return <PictureViewer src={address} {...picture} {...look} onSeen={() => onSeen(src)} />
}

export function Label({ children }: { children: string }) {
  return <p className="min-w-0 flex-1 truncate px-3 py-1 text-xs font-medium text-text-muted">{children}</p>
}
