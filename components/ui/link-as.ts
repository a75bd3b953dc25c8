import type { ElementType } from 'react'

/** Draws a link: `a`, or the framework's own link, which only routes know. */
export type LinkAs = ElementType<{ href: string; className?: string }>
