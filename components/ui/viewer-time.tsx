'use client'
import { useFormatter, useTimeZone } from 'next-intl'
import { useSyncExternalStore } from 'react'

type Props = {
  at: Date /** To the second, as in the export: for a log, where times stand below each other. */
  isExact?: boolean
}

const never = () => () => {}
const zoneHere = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** An instant in the zone of whoever looks, once their browser can say it; the portal's own until then. */
export function ViewerTime({ at, isExact = false }: Props) {
  const format = useFormatter()
  const home = useTimeZone() ?? 'UTC'
  const timeZone = useSyncExternalStore(never, zoneHere, () => home)
  return (
    <time dateTime={at.toISOString()} className="numeric whitespace-nowrap">
      {isExact
        ? exact(at, timeZone)
        : format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone })}
    </time>
  )
}

/** Sweden writes dates as ISO 8601 does. */
function exact(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone }).format(at)
}
