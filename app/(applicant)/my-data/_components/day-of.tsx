import { useFormatter } from 'next-intl'

/** The day on which a term is over, where the rules are. */
export function DayOf({ at }: { at: Date }) {
  const format = useFormatter()
  return (
    <time dateTime={at.toISOString()} className="numeric whitespace-nowrap">
      {format.dateTime(at, 'day')}
    </time>
  )
}
