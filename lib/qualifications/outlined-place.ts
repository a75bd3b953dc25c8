import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'

/** A place has at least this width and height: less of a page can be neither seen nor hit. */
export const LEAST_SIDE = 0.01

const share = z.number().min(0).max(1)

/**
 * Describes a place on a page that a reviewer outlined: the page from 0, and the edges in shares of the page,
 * upright.
 */
export const OutlinedPlace = z
  .strictObject({
    fileId: IdText,
    page: z.number().int().min(0).max(9_999),
    left: share,
    top: share,
    right: share,
    bottom: share,
  })
  .refine(({ left, top, right, bottom }) => right - left >= LEAST_SIDE && bottom - top >= LEAST_SIDE)
export type OutlinedPlace = z.infer<typeof OutlinedPlace>

type Row = {
  placeFileId: string | null
  placePage: number | null
  placeLeft: number | null
  placeTop: number | null
  placeRight: number | null
  placeBottom: number | null
}

/** Returns the place of a stored judgement; null where none was outlined, or it was erased. */
export function placeOf(row: Row): OutlinedPlace | null {
  const { placeFileId: fileId, placePage: page, placeLeft, placeTop, placeRight, placeBottom } = row
  if (fileId === null || page === null || placeLeft === null) return null
  if (placeTop === null || placeRight === null || placeBottom === null) return null
  return { fileId, page, left: placeLeft, top: placeTop, right: placeRight, bottom: placeBottom }
}
