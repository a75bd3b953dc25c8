import type { PersonActor } from '@/lib/actor/actor'
import { readErasures } from '@/lib/privacy/erasure/read-erasures'
import { readWaitingRequests } from '@/lib/privacy/erasure/read-waiting-requests'
import { readLiveHolds } from '@/lib/privacy/holds/read-live-holds'
import { readDue } from '@/lib/privacy/retention/read-due'
import { readForecast } from '@/lib/privacy/retention/read-forecast'
import type { RetentionPlace } from '@/lib/privacy/retention/retention-place'
import { Due } from './due'
import { Erasures } from './erasures'
import { Forecast } from './forecast'
import { Holds } from './holds'
import { Requests } from './requests'

/** Draws the part of the page that its address asks for. */
export async function Part({ actor, place }: { actor: PersonActor; place: RetentionPlace }) {
  const { show, after } = place
  if (show === 'holds') return <Holds holds={await readLiveHolds(actor)} />
  if (show === 'erasures') return <Erasures page={await readErasures(actor, after)} isFirst={!after} />
  if (show === 'requests') return <Requests page={await readWaitingRequests(actor, after)} place={place} />
  const [forecast, due] = await Promise.all([after ? null : readForecast(actor), readDue(actor, after)])
  return (
    <>
      {forecast && due.lines.length > 0 ? <Forecast lines={forecast} /> : null}
      <Due page={due} isFirst={!after} />
    </>
  )
}
