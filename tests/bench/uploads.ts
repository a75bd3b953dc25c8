import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { largestLimit } from '@/lib/core/files/file-limits'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { currentRulebook } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { cookieOf } from './serving'

/** Makes a PDF of this many bytes, with one page that draws a frame; the rest is a stream that nothing shows. */
export function aPdf(bytes: number): Buffer {
  const parts: Buffer[] = []
  const places: number[] = []
  let length = 0
  const add = (...more: (string | Buffer)[]) => {
    for (const part of more) {
      const piece = Buffer.from(part as string)
      parts.push(piece)
      length += piece.length
    }
  }
  const object = (...content: (string | Buffer)[]) => {
    places.push(length)
    add(`${places.length} 0 obj\n`, ...content, '\nendobj\n')
  }
  const drawn = '4 w 60 60 480 720 re S'
  add('%PDF-1.7\n')
  object('<< /Type /Catalog /Pages 2 0 R >>')
  object('<< /Type /Pages /Kids [3 0 R] /Count 1 >>')
  object('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>')
  object(`<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`)
  const rest = randomBytes(bytes - 1_200)
  object(`<< /Length ${rest.length} >>\nstream\n`, rest, '\nendstream')
  const table = length
  const entries = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  add(`xref\n0 ${places.length + 1}\n0000000000 65535 f \n${entries}`)
  add(`trailer << /Size ${places.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`)
  return Buffer.concat(parts)
}

/** Returns how many bytes a slot of an individual accepts at most. */
export async function mostOf(kind: DocumentKind): Promise<number> {
  const slot = rulesFor(await currentRulebook(), 'INDIVIDUAL').documents.find((document) => document.kind === kind)
  if (!slot) throw new Error(`No slot for ${kind}`)
  return largestLimit(slot)
}

/** Returns an applicant with a draft, who is about to upload. */
export async function anUploader(portal: string) {
  const { actor } = await aRegisteredApplicant()
  const { id } = await aDraft({ ...actor, accountId: actor.accountIds[0] ?? '' })
  const headers = { cookie: await cookieOf(actor), origin: portal }
  return async (kind: string, file: File) => {
    const body = new FormData()
    body.append('file', file)
    const address = new URL(`/api/qualifications/${id}/documents/${kind}`, portal)
    const answer = await fetch(address, { method: 'POST', headers, body })
    return { status: answer.status, text: await answer.text() }
  }
}

/** Returns the resident memory of one process in MB; its children have their own. */
export const residentOf = (pid: number): number =>
  (Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024) / 1e6

/**
 * Returns the memory of a process and of all that it started, in MB. What several of them share is counted once (PSS).
 */
export function proportionalOf(pid: number): number {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const [, parent] = /\) \S (\d+)/.exec(read(`/proc/${name}/stat`)) ?? []
      return parent ? [[Number(name), Number(parent)] as const] : []
    })
  const family = new Set([pid])
  for (let before = 0; before < family.size; ) {
    before = family.size
    for (const [one, parent] of parents) if (family.has(parent)) family.add(one)
  }
  const sizes = [...family].map((one) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${one}/smaps_rollup`))?.[1] ?? 0))
  return (sizes.reduce((sum, size) => sum + size, 0) * 1_024) / 1e6
}

/** Returns what a file of a process says; nothing once the process is gone. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Returns the most memory that a process used during some work, in MB. */
export async function peakWhile(pid: number, work: () => Promise<unknown>): Promise<number> {
  let peak = residentOf(pid)
  const watch = setInterval(() => {
    peak = Math.max(peak, residentOf(pid))
  }, 20)
  try {
    await work()
    return peak
  } finally {
    clearInterval(watch)
  }
}
