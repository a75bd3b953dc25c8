import { cn } from '@/components/ui/cn'
import type { Chart, Drawing, Look, Shape, Tone } from '@/lib/reports/charts/chart'
import { drawChart } from '@/lib/reports/charts/draw'

/** The widths are in pixels: text is never shrunk to where it can't be read, so a phone gets a drawing of its own. */
const WIDTHS = [
  { key: 'wide', width: 640, className: 'max-sm:hidden' },
  { key: 'narrow', width: 326, className: 'sm:hidden' },
] as const

type Props = {
  /** Must be unique on its page. */
  id: string
  chart: Chart
  title: string
  /** Says what the chart shows, for people who don't see it. */
  description: string
}

/**
 * Draws a chart on the server, without scripts. Its page has `ChartPatterns`, and a table of the same figures below.
 */
export function ChartFigure({ id, chart, title, description }: Props) {
  return WIDTHS.map(({ key, width, className }) => (
    <ChartDrawing
      key={key}
      id={`${id}-${key}`}
      drawing={drawChart(chart, width)}
      title={title}
      description={description}
      className={className}
    />
  ))
}

type DrawingProps = { id: string; drawing: Drawing; title: string; description: string; className: string }

function ChartDrawing({ id, drawing: { width, height, shapes }, title, description, className }: DrawingProps) {
  return (
    <svg
      role="img"
      aria-labelledby={`${id}-title ${id}-description`}
      viewBox={`0 0 ${width} ${height}`}
      className={cn('numeric h-auto w-full max-w-2xl', className)}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-description`}>{description}</desc>
      {(['grid', 'axis', 'limit'] as const).map((tone) => (
        <Path key={tone} d={rulesOf(shapes, tone)} className={RULES[tone]} />
      ))}
      {TONES.flatMap((tone) =>
        LOOKS.map((look) => <Bars key={`${tone}-${look}`} shapes={shapes} look={look} tone={tone} />),
      )}
      {shapes.map((shape) => (
        <Other key={JSON.stringify(shape)} shape={shape} />
      ))}
    </svg>
  )
}

const TONES: readonly Tone[] = ['action', 'warning', 'danger', 'muted']
const LOOKS: readonly Look[] = ['solid', 'hatched', 'lined', 'outlined']

const RULES = {
  grid: 'stroke-border',
  axis: 'stroke-border-strong',
  limit: 'stroke-warning [stroke-dasharray:2_3]',
} as const

const STROKES = {
  action: 'stroke-action',
  warning: 'stroke-warning',
  danger: 'stroke-danger',
  muted: 'stroke-text-muted',
} as const

const FILLS = {
  action: 'fill-action',
  warning: 'fill-warning',
  danger: 'fill-danger',
  muted: 'fill-text-muted',
} as const

/** Writes each class whole, so that Tailwind finds it. */
const GROUNDS = {
  hatched: {
    action: 'fill-[url(#hatched-action)]',
    warning: 'fill-[url(#hatched-warning)]',
    danger: 'fill-[url(#hatched-danger)]',
    muted: 'fill-[url(#hatched-muted)]',
  },
  lined: {
    action: 'fill-[url(#lined-action)]',
    warning: 'fill-[url(#lined-warning)]',
    danger: 'fill-[url(#lined-danger)]',
    muted: 'fill-[url(#lined-muted)]',
  },
} as const

const at = (value: number) => Math.round(value * 10) / 10

function rulesOf(shapes: readonly Shape[], tone: 'grid' | 'axis' | 'limit'): string {
  const rules = shapes.flatMap((shape) => (shape.as === 'rule' && shape.tone === tone ? [shape] : []))
  return rules.map(({ x, y, toX, toY }) => `M${at(x)} ${at(y)}L${at(toX)} ${at(toY)}`).join('')
}

function Path({ d, className }: { d: string; className: string }) {
  return d ? <path d={d} className={cn('fill-none', className)} /> : null
}

/** Draws one path for all bars that look alike: a chart of 90 days has hundreds. */
function Bars({ shapes, look, tone }: { shapes: readonly Shape[]; look: Look; tone: Tone }) {
  const bars = shapes.flatMap((shape) =>
    shape.as === 'bar' && shape.look === look && shape.tone === tone ? [shape] : [],
  )
  if (bars.length === 0) return null
  const d = bars
    .map(({ x, y, width, height }) => `M${at(x)} ${at(y)}h${at(width)}v${at(height)}h${at(-width)}z`)
    .join('')
  const ground = look === 'solid' ? FILLS[tone] : look === 'outlined' ? 'fill-surface' : GROUNDS[look][tone]
  return <path d={d} className={cn(ground, STROKES[tone])} />
}

function Other({ shape }: { shape: Shape }) {
  if (shape.as === 'text') {
    return (
      <text
        x={at(shape.x)}
        y={at(shape.y)}
        fontSize="12"
        textAnchor={shape.anchor}
        className={shape.tone === 'text' ? 'fill-text' : 'fill-text-muted'}
      >
        {shape.text}
      </text>
    )
  }
  if (shape.as === 'line') {
    return (
      <polyline
        points={shape.points.map(([x, y]) => `${at(x)},${at(y)}`).join(' ')}
        strokeWidth="2"
        className={cn('fill-none', STROKES[shape.tone], shape.look === 'solid' ? '' : '[stroke-dasharray:5_3]')}
      />
    )
  }
  return shape.as === 'mark' ? <Mark shape={shape} /> : null
}

function Mark({ shape: { x, y, look, tone } }: { shape: Extract<Shape, { as: 'mark' }> }) {
  if (look === 'solid') return <circle cx={at(x)} cy={at(y)} r="3" className={FILLS[tone]} />
  return (
    <rect
      x={at(x - 3)}
      y={at(y - 3)}
      width="6"
      height="6"
      strokeWidth="1.5"
      className={cn('fill-surface', STROKES[tone])}
    />
  )
}
