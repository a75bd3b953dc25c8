/** Pixels on the long side of a picture as it is shown in full: half of a photograph of 12 megapixels (decision 51). */
export const PICTURE_SIDE = 2_000

/** Pixels on the long side of a page of a PDF, which has no pixels of its own. No rendition is longer. */
export const PAGE_SIDE = 2_400
