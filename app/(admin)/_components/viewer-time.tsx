'use client'
import { useFormatter, useTimeZone } from 'next-intl'
import { useSyncExternalStore } from 'react'

type Props = { at: Date /** Seconds belong to a log, not to a list of people. */; hasSeconds?: boolean }

const never = () => () => {}
const zoneHere = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** An instant in the zone of whoever looks, once their browser can say it; the portal's own until then. */
export function ViewerTime({ at, hasSeconds = false }: Props) {
  const format = useFormatter()
  const home = useTimeZone()
  const timeZone = useSyncExternalStore(never, zoneHere, () => home ?? 'UTC')
  const date = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const
  return (
    <time dateTime={at.toISOString()} className="numeric">
      {format.dateTime(at, { ...date, ...(hasSeconds ? { second: '2-digit' } : {}), hourCycle: 'h23', timeZone })}
    </time>
  )
}
