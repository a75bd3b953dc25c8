import { useFormatter } from 'next-intl'

/** The last day of validity, where the rules are: an instant at midnight still belongs to the day before. */
export function ValidUntil({ at }: { at: Date }) {
  const format = useFormatter()
  return (
    <time dateTime={at.toISOString()} className="numeric">
      {format.dateTime(new Date(at.getTime() - 1), 'day')}
    </time>
  )
}
