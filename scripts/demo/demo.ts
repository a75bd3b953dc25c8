import 'server-only'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openPortal } from '@/lib/cli/portal/open'
import { prepareInstallation } from '@/lib/cli/start/prepare-installation'
import { printLine, runService, StartRefusal } from '@/lib/cli/start/run-program'
import { singleInstance } from '@/lib/cli/start/single-instance'
import { ownerUrl } from '@/lib/db/owner'
import { DEMO_STAFF } from './cast'
import { emptyHalfSeeded } from './empty-half-seeded'
import { seedMany } from './many'
import { drawForNewcomer } from './newcomer'
import { seedDemo } from './seed'
import { demoStateOf, recordSeedFinished, recordSeedStarted } from './state'
import { writeCast } from './write-cast'

const EVERY = 10

runService(async (onStop) => {
  const many = manyGiven()
  const settings = await prepareInstallation(onStop, emptyHalfSeeded(singleInstance(onStop)))
  if (!settings.isDemo) throw new StartRefusal('The demo is started by `npm run demo`.')
  const papers = join(settings.ZHUNXIN_DATA, 'specimens')
  await writeCast(settings.ZHUNXIN_DATA, papers)
  if ((await demoStateOf(ownerUrl())) === 'EMPTY') {
    await drawForNewcomer(papers)
    await make(many)
  } else if (many > 0)
    printLine(
      'The demo is there already: `--many` is for a new one, so nothing is added. Delete its data folder first.',
    )
  await openPortal(settings, onStop)
  const { reviewer } = DEMO_STAFF
  printLine('This is a demo: the people are invented and the documents are drawn. The sign-in pages list the people:')
  printLine(`  applicants  ${new URL('/sign-in', settings.ZHUNXIN_URL)}`)
  printLine(
    `  staff       ${new URL('/staff/sign-in', settings.ZHUNXIN_URL)}  (${reviewer.email}, ${reviewer.password})`,
  )
  printLine(`Documents to upload as a new applicant are in ${papers}`)
  printLine(`Ready at ${settings.ZHUNXIN_URL.origin}`)
})

/** Returns how many more applications the demo gets. */
function manyGiven(): number {
  try {
    const { values } = parseArgs({ options: { many: { type: 'string' } } })
    const many = Number(values.many ?? 0)
    if (Number.isInteger(many) && many >= 0 && many <= 100_000) return many
  } catch {
    // Said below.
  }
  throw new StartRefusal('npm run demo [-- --many 5000]')
}

async function make(many: number): Promise<void> {
  const began = Date.now()
  printLine('Drawing documents and creating the cases of the demo (about a minute) …')
  await recordSeedStarted()
  const onProgress = (count: number, all: number) =>
    void (count % EVERY === 0 && printLine(`  ${count} of ${all} created`))
  const count = await seedDemo(onProgress)
  if (many > 0) await seedMany(many, (sentence) => printLine(`  ${sentence}`))
  await recordSeedFinished()
  printLine(`${count + many} cases created in ${Math.round((Date.now() - began) / 1000)} s.`)
}
