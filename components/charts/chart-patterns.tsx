/** Draws the patterns by which bars are distinguished. A page that has charts contains it once. */
export function ChartPatterns() {
  return (
    <svg aria-hidden width="0" height="0" className="absolute">
      <defs>
        {PATTERNS.map(({ tone, stroke, ground }) => (
          <g key={tone}>
            <pattern
              id={`hatched-${tone}`}
              width="5"
              height="5"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="5" height="5" className={ground} />
              <path d="M1.25 0v5" strokeWidth="1.75" className={stroke} />
            </pattern>
            <pattern id={`lined-${tone}`} width="4" height="4" patternUnits="userSpaceOnUse">
              <rect width="4" height="4" className={ground} />
              <path d="M0 1h4" strokeWidth="2" className={stroke} />
            </pattern>
          </g>
        ))}
      </defs>
    </svg>
  )
}

const PATTERNS = [
  { tone: 'action', stroke: 'stroke-action', ground: 'fill-action-soft' },
  { tone: 'warning', stroke: 'stroke-warning', ground: 'fill-warning-soft' },
  { tone: 'danger', stroke: 'stroke-danger', ground: 'fill-danger-soft' },
  { tone: 'muted', stroke: 'stroke-text-muted', ground: 'fill-surface-sunken' },
] as const
