import type { Point } from '../ocr/pixels'
import type { Rectangle } from '../rectangle'

/** Holds a page of a letter as it was issued, drawn as any PDF. */
export type IssuedPage = {
  /** Holds the text of its code. The same page has the same one. */
  readonly code: string
  readonly jpeg: Buffer
}

/** Places something on the page, in shares of its width and height when it lies flat. */
export type Placed = {
  /** Ranges from 0 to 1. */
  readonly confidence: number
  readonly rectangle: Rectangle
}

/** Says whether something is written in a box: `there` is false where the box is empty. */
export type ByHand = Placed & { readonly there: boolean }

export const MARK_KINDS = ['none', 'thumbprint', 'seal'] as const
export type MarkKind = (typeof MARK_KINDS)[number]

/** Says what was recognised in a picture that should show a page of a letter. It decides nothing. */
export type LetterPage = {
  /**
   * Says whether the places of the layout were found. Where they were not, all that follows but `blank`, the code and
   * `cropped` is null.
   */
  readonly registered: boolean
  /** Says whether the picture shows paper without anything on it, as far as can be seen. */
  readonly blank: boolean
  /**
   * Holds the text of the page's code. Where `isRead` is false nobody could read it, and the code in the picture equals
   * that of an issued page in its dots. Whether the portal has signed it is for the caller to check.
   */
  readonly code: { readonly text: string; readonly confidence: number; readonly isRead: boolean } | null
  /**
   * Lists the corners of the paper, clockwise from the upper left of what is printed, in shares of the picture; a
   * corner outside of it is cut off.
   */
  readonly corners: readonly [Point, Point, Point, Point] | null
  /** Says whether a part of the page is outside of the picture. */
  readonly cropped: boolean | null
  /**
   * Says whether the picture, or the ink in the box of the mark, has no colour: then a red mark and none look the same,
   * and `mark` is null.
   */
  readonly grey: boolean | null
  /** Lists what differs from the page as it was issued, outside of the boxes. Null where that page was not given. */
  readonly altered: readonly Placed[] | null
  /** These describe the boxes of the last page; null on other pages, and where a box is outside of the picture. */
  readonly signature: ByHand | null
  readonly date: ByHand | null
  readonly mark: (Placed & { readonly kind: MarkKind }) | null
  /** Holds the name around a round seal, where it can be read. */
  readonly sealName: { readonly value: string; readonly confidence: number } | null
}
