/**
 * A page that is shown in full is encoded like this, with a watermark or without. Full chroma: the red of seals and
 * thumbprints is what reviewers look at. Tables are not computed again for each picture, which would take longer than
 * all else.
 */
export const RENDITION_JPEG = {
  quality: 88,
  chromaSubsampling: '4:4:4',
  mozjpeg: false,
  optimiseCoding: false,
} as const
