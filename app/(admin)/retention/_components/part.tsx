import type { PersonActor } from '@/lib/auth/actor'
import { readDue } from '@/lib/privacy/read-due'
import { readErasures } from '@/lib/privacy/read-erasures'
import { readForecast } from '@/lib/privacy/read-forecast'
import { readLiveHolds } from '@/lib/privacy/read-live-holds'
import { readWaitingRequests } from '@/lib/privacy/read-waiting-requests'
import type { RetentionPlace } from '@/lib/privacy/retention-place'
import { Due } from './due'
import { Erasures } from './erasures'
import { Forecast } from './forecast'
import { Holds } from './holds'
import { Requests } from './requests'

/** The part of the page that its address asks for. */
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
