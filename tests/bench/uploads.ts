import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mostBytes } from '@/lib/core/file-formats'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { currentRulebook } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { cookieOf } from './serving'

/** A PDF of one page that draws a frame, and of so many bytes: the rest is a stream that nothing shows. */
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

/** How many bytes a slot of an individual takes. */
export async function mostOf(kind: DocumentKind): Promise<number> {
  const slot = rulesFor(await currentRulebook(), 'INDIVIDUAL').documents.find((document) => document.kind === kind)
  if (!slot) throw new Error(`No slot for ${kind}`)
  return mostBytes(slot)
}

/** An applicant with a draft, who is about to upload. */
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

/** Resident memory of one process, in MB; its children have their own. */
export const residentOf = (pid: number): number =>
  (Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024) / 1e6

/** The most that a process holds while something is done, in MB. */
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
