import { useFormatter } from 'next-intl'

type Props = {
  at: Date
  /** Shows seconds, as a log needs them. */
  isExact?: boolean
}

/** Shows an instant in Beijing time, as every page does, wherever the viewer is. */
export function Moment({ at, isExact = false }: Props) {
  const format = useFormatter()
  return (
    <time dateTime={at.toISOString()} className="numeric whitespace-nowrap">
      {format.dateTime(at, isExact ? 'exact' : 'moment')}
    </time>
  )
}
