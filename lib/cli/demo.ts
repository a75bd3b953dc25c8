import 'server-only'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ownerUrl } from '@/lib/db/owner'
import { DEMO_STAFF } from '@/lib/demo/cast'
import { seedMany } from '@/lib/demo/many'
import { drawForNewcomer } from '@/lib/demo/newcomer'
import { seedDemo } from '@/lib/demo/seed'
import { demoStateOf, recordBegun, recordTold } from '@/lib/demo/state'
import { toldOrEmpty } from './demo/told-or-empty'
import { openPortal } from './portal/open'
import { layFoundation } from './start/foundation'
import { live, StartRefusal, say } from './start/life'
import { onlyOne } from './start/only-one'

const EVERY = 10

live(async (onStop) => {
  const { isSmall, many } = argumentsGiven()
  const settings = await layFoundation(onStop, toldOrEmpty(onlyOne(onStop)))
  if (!settings.isDemo) throw new StartRefusal('The demo is started by `npm run demo`.')
  if ((await demoStateOf(ownerUrl())) === 'EMPTY') {
    await drawForNewcomer(settings.ZHUNXIN_DATA)
    await make(isSmall, many)
  } else if (many > 0) say('The demo is there already: `--many` is for a new one. Take its data folder away first.')
  await openPortal(settings, onStop)
  const { reviewer } = DEMO_STAFF
  say('This is a demo: invented people, drawn documents. Who plays in it stands where one signs in:')
  say(`  applicants  ${new URL('/sign-in', settings.ZHUNXIN_URL)}`)
  say(`  staff       ${new URL('/staff/sign-in', settings.ZHUNXIN_URL)}  (${reviewer.email}, ${reviewer.password})`)
  say(`Papers to upload as someone new lie in ${join(settings.ZHUNXIN_DATA, 'specimens')}`)
  say(`Ready at ${settings.ZHUNXIN_URL.origin}`)
})

function argumentsGiven(): { isSmall: boolean; many: number } {
  try {
    const { values } = parseArgs({ options: { small: { type: 'boolean' }, many: { type: 'string' } } })
    const many = Number(values.many ?? 0)
    if (Number.isInteger(many) && many >= 0 && many <= 100_000) return { isSmall: values.small === true, many }
  } catch {
    // Said below.
  }
  throw new StartRefusal('npm run demo [-- [--small] [--many 5000]]')
}

async function make(isSmall: boolean, many: number): Promise<void> {
  const began = Date.now()
  say('Drawing documents and telling the stories of the demo (about a minute) …')
  await recordBegun()
  const onProgress = (told: number, all: number) => void (told % EVERY === 0 && say(`  ${told} of ${all} told`))
  const told = await seedDemo({ isSmall, onProgress })
  if (many > 0) await seedMany(many, (made) => say(`  ${made} of ${many} more handed in`))
  await recordTold()
  say(`${told} stories told in ${Math.round((Date.now() - began) / 1000)} s.`)
}
