import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { clockDifference } from '@/lib/db/clock-difference'
import { type Found, failed, ok, skipped, warning } from './finding'
import type { Told } from './messages'

/** From then on times of the log are hard to follow; from the second on, codes of authenticator apps and gateways fail. */
const NOTABLE = 5 * SECOND
const WRONG = 60 * SECOND
const SET_IT = 'Let this machine’s clock be set by NTP, and the other’s too.'

/** This machine's clock against the database's and the gateway's. HTTP tells whole seconds. */
export async function lookAtClock({ hasDatabase, told }: { hasDatabase: boolean; told: Told }): Promise<Found[]> {
  const found = [
    ...(hasDatabase ? [compare("the database's", await clockDifference())] : []),
    ...(told ? [compare("the SMS gateway's", told.at - told.date)] : []),
  ]
  return found.length > 0 ? found : [skipped('No other clock could be asked.')]
}

function compare(whose: string, milliseconds: number): Found {
  const seconds = Math.abs(milliseconds / SECOND).toFixed(1)
  const says = `This machine's clock is ${seconds} s ${milliseconds < 0 ? 'behind' : 'ahead of'} ${whose}.`
  if (Math.abs(milliseconds) >= WRONG) return failed(says, SET_IT)
  return Math.abs(milliseconds) >= NOTABLE ? warning(says, SET_IT) : ok(says)
}
