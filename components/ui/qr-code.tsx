/** Holds a QR code: its dark modules as an SVG path on a square of `size`. */
export type QrPath = { path: string; size: number }

/** The margin around the code lets a camera find its edges: it is four modules wide (ISO/IEC 18004). */
const QUIET = 4

/** Draws a QR code dark on light in either theme: not every app reads it the other way round. */
export function QrCode({ path, size, label }: QrPath & { label: string }) {
  const side = size + 2 * QUIET
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`${-QUIET} ${-QUIET} ${side} ${side}`}
      shapeRendering="crispEdges"
      className="size-56 rounded-md border"
    >
      <path fill="#fff" d={`M${-QUIET} ${-QUIET}h${side}v${side}h${-side}z`} />
      <path fill="#000" d={path} />
    </svg>
  )
}
