import { guideOf } from './guidance'
import type { Quad } from './outline'
import type { Shape } from './picture-checks'

type Props = { width: number; height: number; shape: Shape | null; outline: Quad | null }

/** Draws where to hold a card, a page or a person over the picture of a camera, and the outline that was found. */
export function CameraGuide({ width, height, shape, outline }: Props) {
  const line = Math.max(2, Math.min(width, height) / 180)
  const points = outline?.map(({ x, y }) => `${x * width},${y * height}`).join(' ')
  return (
    <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true" className="absolute inset-0 size-full">
      {/* White on black is seen on any picture. */}
      {(['#000', '#fff'] as const).map((stroke, index) => (
        <g key={stroke} fill="none" stroke={stroke} strokeWidth={line * (index === 0 ? 2.2 : 1)} strokeLinejoin="round">
          <Place width={width} height={height} shape={shape} />
          {points ? (
            <polygon points={points} strokeDasharray={index === 0 ? undefined : `${line * 5} ${line * 3}`} />
          ) : null}
        </g>
      ))}
    </svg>
  )
}

function Place({ width, height, shape }: Omit<Props, 'outline'>) {
  if (shape === null) return null
  if (shape === 'PERSON') {
    const side = Math.min(width, height)
    const card = { width: side * 0.46, height: (side * 0.46) / 1.586 }
    return (
      <>
        <ellipse cx={width / 2} cy={height / 2 - side * 0.18} rx={side * 0.17} ry={side * 0.23} />
        <rect x={(width - card.width) / 2} y={height / 2 + side * 0.12} {...card} rx={side * 0.02} />
      </>
    )
  }
  const guide = guideOf(shape, width, height)
  const rounded = shape === 'CARD' ? guide.width * 0.037 : 0
  return <rect x={(width - guide.width) / 2} y={(height - guide.height) / 2} {...guide} rx={rounded} />
}
