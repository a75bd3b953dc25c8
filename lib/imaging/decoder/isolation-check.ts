import 'server-only'
import { readFileSync, readlinkSync } from 'node:fs'
import { decoderProgram, secrets } from './decoder-files'
import { decoderAccount, STACK } from './launch-command'
import type { Measures } from './measures'

/** Returns a program that checks, in a process with these measures, that they hold. */
export function checkOf(measures: Measures, memory: number): [program: string, about: string] {
  const { folders, files } = secrets()
  const about = {
    measures: [...measures],
    needed: decoderProgram(),
    folders,
    files,
    account: decoderAccount(),
    memory,
    stack: STACK,
    namespaces: Object.fromEntries(['net', 'pid', 'mnt'].map((name) => [name, readlinkSync(`/proc/self/ns/${name}`)])),
    hasChildren: hasChildrenInProc(),
    portal: process.pid,
  }
  return [CHECK, JSON.stringify(about)]
}

/**
 * Returns whether /proc lists children: otherwise the processor time of a child below another process can't be found.
 */
function hasChildrenInProc(): boolean {
  try {
    return readFileSync(`/proc/self/task/${process.pid}/children`, 'latin1') !== undefined
  } catch {
    return false
  }
}

/**
 * Runs in place of the decoder, and believes no option: it looks whether each measure holds, and that what decodes can
 * still be loaded.
 */
const CHECK = `
const fs = require('node:fs')
const about = JSON.parse(process.argv[1])
const sees = (look, place) => { try { return look(place).length > 0 } catch { return false } }
const status = fs.readFileSync('/proc/self/status', 'latin1')
const limits = fs.readFileSync('/proc/self/limits', 'latin1')
const numbers = (folder) => { try { return fs.readdirSync(folder).filter((name) => /^[0-9]+$/.test(name)) } catch { return [] } }
const isOwn = (name) => fs.readlinkSync('/proc/self/ns/' + name) !== about.namespaces[name]
const isLimited = (name, value) => new RegExp('^Max ' + name + '\\\\s+' + value + '\\\\s+' + value + '\\\\s', 'm').test(limits)
const startsNothing = () => {
  try { return require('node:child_process').spawnSync(process.execPath, ['-v']).error !== undefined } catch { return true }
}
const hidden = () => ['', ...numbers('/proc').map((pid) => '/proc/' + pid + '/root')].every((root) =>
  about.folders.every((place) => !sees(fs.readdirSync, root + place)) &&
  about.files.every((place) => !sees(fs.readFileSync, root + place)))
const checks = {
  ENDS_WITH_PORTAL: () => true,
  OWN_NETWORK: () => isOwn('net'),
  OWN_PROCESSES: () => isOwn('pid') && fs.readdirSync('/proc').length > 0 && numbers('/proc').every((pid) => pid === '1' || pid === String(process.pid)),
  OWN_ACCOUNT: () => process.getuid() === about.account && process.getgroups().every((group) => group === about.account),
  OWN_FILES: () => isOwn('mnt') && / \\/ ro[, ].* - tmpfs /m.test(fs.readFileSync('/proc/self/mountinfo', 'latin1')),
  HIDDEN_SECRETS: hidden,
  HIDDEN_PORTAL: () => ['environ', 'maps', 'mem'].every((name) => !sees(fs.readFileSync, '/proc/' + about.portal + '/' + name)),
  NO_CAPABILITIES: () => (status.match(/^Cap(Inh|Prm|Eff|Amb):\\s0+$/gm) ?? []).length === 4 && /^NoNewPrivs:\\s1$/m.test(status) &&
    (process.getuid() !== 0 || /^CapBnd:\\s0+$/m.test(status)),
  SYSTEM_CALL_FILTER: () => /^Seccomp:\\s2$/m.test(status) && startsNothing(),
  MEMORY_LIMIT: () => isLimited('data size', about.memory),
  STACK_LIMIT: () => isLimited('stack size', about.stack),
  FILE_SIZE_LIMIT: () => isLimited('file size', 0),
  CORE_LIMIT: () => isLimited('core file size', 0),
  PROCESS_LIMIT: () => /^Seccomp:\\s2$/m.test(status) && startsNothing(),
  PROCESSOR_TIME_LIMIT: () => about.hasChildren,
}
const decodes = () => !fs.existsSync(about.needed) && !about.measures.includes('OWN_FILES') ||
  sees(fs.readFileSync, about.needed) && require('node:module').createRequire(about.needed)('sharp') !== undefined
const failed = about.measures.filter((name) => { try { return !checks[name]() } catch { return true } })
process.exitCode = failed.length === 0 && decodes() ? 0 : 1
`
