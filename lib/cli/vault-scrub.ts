import 'server-only'
import { parseArgs } from 'node:util'
import { database } from '@/lib/db/client'
import { type ScrubReport, scrubVault } from '@/lib/documents/scrub-vault'
import { StoreUnavailableError } from '@/lib/storage/store-port'
import { layFoundation } from './start/foundation'
import { once, StartRefusal, say } from './start/life'

/** Milliseconds between lines of progress. */
const EVERY = 2_000
const AT_FAULT = 2
const MOST_NAMED = 50

once(async (onStop) => {
  const evenMany = argumentsGiven()
  await layFoundation(onStop)
  const began = Date.now()
  let toldAt = 0
  const onProgress = ({ checked, all }: { checked: number; all: number }) => {
    if (Date.now() - toldAt < EVERY) return
    toldAt = Date.now()
    say(`  ${checked} of ${all} blobs read …`)
  }
  const report = await scrubVault({ isNew: true, evenMany, onProgress }).catch((error: unknown) => {
    if (error instanceof StoreUnavailableError) throw new StartRefusal(`${error.message} (${error.code}).`)
    throw error
  })
  return report ? tell(report, Date.now() - began) : 0
})

function argumentsGiven(): boolean {
  try {
    const { values } = parseArgs({ options: { 'collect-orphans': { type: 'boolean' } } })
    return values['collect-orphans'] === true
  } catch {
    throw new StartRefusal('npm run vault:scrub [-- --collect-orphans]')
  }
}

async function tell(report: ScrubReport, milliseconds: number): Promise<number> {
  const { checked, missing, damaged, withoutKey, orphans } = report
  say(`${checked} blobs read in ${(milliseconds / 1000).toFixed(1)} s.`)
  say(`${missing} missing, ${damaged} damaged, ${withoutKey} without a key, ${orphans.found} orphaned.`)
  await tellFaults()
  if (orphans.areKept) {
    say('!! More blobs are orphaned than known: is this the database that they belong to? They were left alone.')
    say('!! `npm run vault:scrub -- --collect-orphans` removes them for good.')
  } else if (orphans.found > 0) say('What was orphaned for an hour was removed.')
  return missing + damaged + withoutKey > 0 || orphans.areKept ? AT_FAULT : 0
}

async function tellFaults(): Promise<void> {
  const faults = await database().vaultFault.findMany({
    orderBy: { blobId: 'asc' },
    take: MOST_NAMED + 1,
    include: { blob: true },
  })
  for (const { kind, blob } of faults.slice(0, MOST_NAMED)) {
    say(`!! ${kind}: ${blob.variant}, page ${blob.page + 1}, of file ${blob.fileId} (blob ${blob.id})`)
  }
  if (faults.length > MOST_NAMED) say('!! … and more: the audit log names them all.')
}
