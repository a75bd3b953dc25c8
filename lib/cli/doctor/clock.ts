import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { clockDifference } from '@/lib/db/clock-difference'
import { type Found, failed, ok, skipped, warning } from './finding'
import type { GatewayClock } from './messages'

/**
 * Times of the log are hard to follow from the first difference on; codes of authenticator apps and gateways fail from
 * the second on.
 */
const NOTABLE = 5 * SECOND
const WRONG = 60 * SECOND
const SET_IT = 'Let this machine’s clock be set by NTP, and the other’s too.'

/** Compares this machine's clock with the database's and the gateway's. HTTP has whole seconds. */
export async function checkClock({
  hasDatabase,
  gatewayClock,
}: {
  hasDatabase: boolean
  gatewayClock: GatewayClock
}): Promise<Found[]> {
  const found = [
    ...(hasDatabase ? [compare("the database's", await clockDifference())] : []),
    ...(gatewayClock ? [compare("the SMS gateway's", gatewayClock.at - gatewayClock.date)] : []),
  ]
  return found.length > 0 ? found : [skipped('No other clock could be asked.')]
}

function compare(clock: string, milliseconds: number): Found {
  const seconds = Math.abs(milliseconds / SECOND).toFixed(1)
  const says = `This machine's clock is ${seconds} s ${milliseconds < 0 ? 'behind' : 'ahead of'} ${clock}.`
  if (Math.abs(milliseconds) >= WRONG) return failed(says, SET_IT)
  return Math.abs(milliseconds) >= NOTABLE ? warning(says, SET_IT) : ok(says)
}
