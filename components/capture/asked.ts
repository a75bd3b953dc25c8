import type { PictureDoubt } from '@/lib/db/generated/enums'
import type { Frame } from './frame'
import type { Guidance } from './guidance'
import type { Quad } from './outline'
import type { Shape } from './picture-checks'

/** The limits of a picture that is sent. */
export type PictureLimits = { readonly maxBytes: number; readonly maxPixels: number }

/** Describes what the page asks the Worker. */
export type Asked =
  | { of: 'FILE'; file: Blob; shape: Shape | null; limits: PictureLimits }
  | { of: 'TURN'; file: Blob; quarters: number }
  | { of: 'FRAME'; frame: Frame; close: Frame; shape: Shape | null }

/** `smaller` is a JPEG within the limits; null where the file is, or none could be made. */
export type Prepared = { doubts: PictureDoubt[]; smaller: Blob | null }
export type Turned = { turned: Blob }
export type Guided = { guidance: Guidance; quad: Quad | null }

/** The answer to what could not be done. */
export const FAILED = 'FAILED'
export type Answer = Prepared | Turned | Guided | typeof FAILED

/** A picture as it will be sent, and what may be wrong with it. */
export type Checked = { file: File; doubts: readonly PictureDoubt[] }
