import 'server-only'
import { parseArgs } from 'node:util'
import { database } from '@/lib/db/client'
import { type ScrubReport, scrubVault } from '@/lib/documents/scrub-vault'
import { StoreUnavailableError } from '@/lib/storage/store-port'
import { prepareInstallation } from './start/prepare-installation'
import { printLine, runCommand, StartRefusal } from './start/run-program'

/** Counts the milliseconds between lines of progress. */
const EVERY = 2_000
const AT_FAULT = 2
const MAX_NAMED = 50

runCommand(async (onStop) => {
  const evenMany = argumentsGiven()
  await prepareInstallation(onStop)
  const began = Date.now()
  let printedAt = 0
  const onProgress = ({ checked, all }: { checked: number; all: number }) => {
    if (Date.now() - printedAt < EVERY) return
    printedAt = Date.now()
    printLine(`  ${checked} of ${all} blobs read …`)
  }
  const report = await scrubVault({ isNew: true, evenMany, onProgress }).catch((error: unknown) => {
    if (error instanceof StoreUnavailableError) throw new StartRefusal(`${error.message} (${error.code}).`)
    throw error
  })
  return report ? printReport(report, Date.now() - began) : 0
})

function argumentsGiven(): boolean {
  try {
    const { values } = parseArgs({ options: { 'collect-orphans': { type: 'boolean' } } })
    return values['collect-orphans'] === true
  } catch {
    throw new StartRefusal('npm run vault:scrub [-- --collect-orphans]')
  }
}

async function printReport(report: ScrubReport, milliseconds: number): Promise<number> {
  const { checked, missing, damaged, withoutKey, orphans } = report
  printLine(`${checked} blobs read in ${(milliseconds / 1000).toFixed(1)} s.`)
  printLine(`${missing} missing, ${damaged} damaged, ${withoutKey} without a key, ${orphans.found} orphaned.`)
  await printFaults()
  if (orphans.areRetained) {
    printLine('!! More blobs are orphaned than known: is this the database that they belong to? They were left alone.')
    printLine('!! `npm run vault:scrub -- --collect-orphans` removes them for good.')
  } else if (orphans.found > 0) printLine('What was orphaned for an hour was removed.')
  return missing + damaged + withoutKey > 0 || orphans.areRetained ? AT_FAULT : 0
}

async function printFaults(): Promise<void> {
  const faults = await database().vaultFault.findMany({
    orderBy: { blobId: 'asc' },
    take: MAX_NAMED + 1,
    include: { blob: true },
  })
  for (const { kind, blob } of faults.slice(0, MAX_NAMED)) {
    printLine(`!! ${kind}: ${blob.variant}, page ${blob.page + 1}, of file ${blob.fileId} (blob ${blob.id})`)
  }
  if (faults.length > MAX_NAMED) printLine('!! … and more: the audit log names them all.')
}
