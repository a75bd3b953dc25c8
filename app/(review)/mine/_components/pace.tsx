import { useFormatter, useTranslations } from 'next-intl'
import { TableHead } from '@/components/ui/table'
import type { Mine } from '@/lib/review/queue/read-mine'

const HEIGHT = 72
const BAR = 26
const GAP = 8

/** Decisions a day, drawn, and as a table for who reads numbers or hears them. */
export function Pace({ pace }: { pace: Mine['pace'] }) {
  const t = useTranslations('review.mine.pace')
  const format = useFormatter()
  const most = Math.max(1, ...pace.map(({ count }) => count))
  const total = pace.reduce((sum, { count }) => sum + count, 0)
  const width = pace.length * (BAR + GAP) - GAP
  const dayOf = (day: string) =>
    format.dateTime(new Date(`${day}T12:00:00+08:00`), { month: 'numeric', day: 'numeric' })
  const words = (
    <p>{t('total', { total, average: format.number(total / pace.length, { maximumFractionDigits: 1 }) })}</p>
  )
  if (total === 0) return words
  return (
    <>
      {words}
      <svg
        viewBox={`0 0 ${width} ${HEIGHT + 30}`}
        aria-hidden
        className="mt-2 w-full max-w-4xl fill-current text-text-muted"
      >
        {pace.map(({ day, count }, index) => {
          const height = (count / most) * HEIGHT
          const x = index * (BAR + GAP)
          return (
            <g key={day}>
              <rect x={x} y={14 + HEIGHT - height} width={BAR} height={Math.max(height, 1)} className="fill-action" />
              <text x={x + BAR / 2} y={10 + HEIGHT - height} textAnchor="middle" fontSize="10">
                {count || ''}
              </text>
              <text x={x + BAR / 2} y={HEIGHT + 26} textAnchor="middle" fontSize="8">
                {dayOf(day)}
              </text>
            </g>
          )
        })}
      </svg>
      <table className="sr-only">
        <caption>{t('title')}</caption>
        <TableHead headings={[t('day'), t('count')]} />
        <tbody>
          {pace.map(({ day, count }) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              <td>{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
