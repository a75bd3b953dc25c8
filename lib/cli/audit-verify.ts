import 'server-only'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readCheckpointFile } from '@/lib/audit-log/checkpoint-file'
import { sentence } from '@/lib/audit-log/verifier/verify.mjs'
import { type LogReport, verifyLog } from '@/lib/audit-log/verifier/verify-log'
import { prepareInstallationDatabase } from './start/prepare-installation'
import { printLine, runCommand, StartRefusal } from './start/run-program'

/** Counts the milliseconds between lines of progress. */
const EVERY = 2_000
const AT_FAULT = 2

runCommand(async (onStop) => {
  const { checkpoint, key, json } = argumentsGiven()
  const saved = checkpoint ? { saved: textOf(checkpoint) } : {}
  const keys = key ? { keys: textOf(key) } : {}
  await prepareInstallationDatabase(onStop)
  const began = Date.now()
  let printedAt = began
  const onProgress = (done: number, all: number) => {
    if (Date.now() - printedAt < EVERY) return
    printedAt = Date.now()
    printLine(`  ${done} / ${all} …`)
  }
  const report = await verifyLog({ ...saved, ...keys, file: await readCheckpointFile(), onProgress })
  if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  else printReport(report, Date.now() - began)
  return report.isWell ? 0 : AT_FAULT
})

function argumentsGiven() {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ options: { checkpoint: text, key: text, json: { type: 'boolean' } } }).values
  } catch {
    throw new StartRefusal('npm run audit:verify [-- --checkpoint FILE] [--key FILE] [--json] | -- --bundle FILE')
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new StartRefusal(`${file} can't be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}

function printReport(
  { isWell, origin, size, root, compared, waiting, findings, more }: LogReport,
  milliseconds: number,
): void {
  for (const finding of findings) printLine(`✗ ${sentence(finding, 'zh')}\n            ${sentence(finding, 'en')}`)
  if (more > 0) printLine(`✗ 另有 ${more} 处 · and ${more} more`)
  printLine(`日志 log: ${origin ?? '–'}`)
  printLine(`条数 entries: ${size}，待编号 waiting: ${waiting}`)
  printLine(`根 root: ${root}`)
  const { database, file, saved } = compared
  printLine(
    `一致的检查点 checkpoints that agree: 数据库 database ${database}，库外文件 file ${file}，早先保存 saved ${saved}`,
  )
  const seconds = (milliseconds / 1000).toFixed(1)
  if (isWell) printLine(`✓ 全部核验无误，用时 ${seconds} 秒 · everything verifies, in ${seconds} s.`)
  else printLine(`发现问题，用时 ${seconds} 秒 · something is wrong, found in ${seconds} s.`)
}
