import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { IDENTITY, INDIVIDUAL_DOCUMENTS, USE } from '@/tests/factories/qualifications'
import { visitorOf } from './portal'
import { type Entries, Refused, redirectOf, send, type Visitor } from './visitor'

const PAGES = 'app/(applicant)/qualifications'
const ONE = `${PAGES}/[qualificationId]`

/** Lists the slots of an individual: one photograph each, and a letter of three pages. */
export const SLOTS: readonly DocumentKind[] = [...INDIVIDUAL_DOCUMENTS, 'COMMITMENT_LETTER', 'COMMITMENT_LETTER']

/** So often in a row a page sends a file again. */
const MOST_TRIES = 3

const BOUNDARY = 'bench-d2f6c1'
export const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`

/** Encodes a photograph as a form sends it. */
export function formOf(photograph: Buffer): Buffer {
  const disposition = 'form-data; name="file"; filename="photograph.jpg"'
  const head = `--${BOUNDARY}\r\nContent-Disposition: ${disposition}\r\nContent-Type: image/jpeg\r\n\r\n`
  return Buffer.concat([Buffer.from(head), photograph, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)])
}

export type Sent = { acknowledged: number; ready: Promise<number>; photographs: number[]; requests: number }

/**
 * Sends a whole application as the pages do, from its start until it is submitted, with each photograph by the form of
 * its slot.
 *
 * @returns when all of it was acknowledged and when every file was ready, the milliseconds of each photograph's
 *   request, and
 * the number of requests
 */
export async function sendApplication(visitor: Visitor, forms: readonly Buffer[]): Promise<Sent> {
  const id = await startApplication(visitor)
  const times = await sendPhotographs({ visitor, id }, forms)
  const isSubmitted = await submit(visitor, id)
  const acknowledged = performance.now()
  const ready = untilReady(id).then(async () => {
    const at = performance.now()
    if (!isSubmitted && !(await submit(visitor, id))) throw new Error('Ready, and not to be submitted')
    return at
  })
  return { acknowledged, ready, photographs: times, requests: visitor.requests }
}

export type Application = { visitor: Visitor; id: string }

/** Starts an application and answers its questions, in four requests. */
export async function startApplication(visitor: Visitor): Promise<string> {
  const application = { visitor, id: await openApplication(visitor) }
  for (const send of Object.values(FORMS)) await send(application)
  return application.id
}

export async function openApplication(visitor: Visitor): Promise<string> {
  const answer = await visitor.act('/qualifications/new', `${PAGES}/new/actions.ts#startQualification`, [
    ['kind', 'INDIVIDUAL'],
  ])
  const id = /\/qualifications\/([0-9a-f-]{36})/.exec(redirectOf(answer))?.[1]
  if (!id) throw new Error(`No application was started: ${redirectOf(answer)}`)
  return id
}

const save = ({ visitor, id }: Application, task: string, action: string, answers: Entries) =>
  visitor.act(`/qualifications/${id}/${task}`, `${ONE}/${action}`, [
    ['qualificationId', id],
    ['seen', ''],
    ['intent', 'continue'],
    ...answers,
  ])

const saveFields = (application: Application, task: string, answers: Readonly<Record<string, string>>) =>
  save(application, task, '_components/save-answers.ts#saveAnswers', [['task', task], ...Object.entries(answers)])

/** Sends the form of each task, in the order of the pages; each leads to the next. */
export const FORMS = {
  identity: (application: Application) => saveFields(application, 'identity', IDENTITY),
  use: (application: Application) => saveFields(application, 'use', USE),
  signatures: (application: Application) =>
    save(application, 'signatures', 'signatures/actions.ts#saveLists', [
      ['signature.id', randomUUID()],
      ['signature.source', 'OWN_NAME'],
      ['signature.text', IDENTITY['person.name']], // nothing is found, so that a portal of any version takes it
      ['sample.id', randomUUID()],
      ['sample.text', '您订的《红楼梦》到店了，请于本周日前来取。退订回T'],
    ]),
}

/** Sends a photograph to each slot. @returns the milliseconds of each */
export async function sendPhotographs({ visitor, id }: Application, forms: readonly Buffer[]): Promise<number[]> {
  const times: number[] = []
  for (const [index, kind] of SLOTS.entries()) {
    times.push(await timed(() => sendPhotograph(visitor, id, kind, forms[index % forms.length] as Buffer)))
  }
  return times
}

/**
 * Sends a photograph. Tries again while the portal can't accept it, as the page does.
 *
 * @throws Error when the photograph is refused
 */
export async function sendPhotograph(visitor: Visitor, id: string, kind: DocumentKind, form: Buffer): Promise<void> {
  let answer = await askForPhotograph(visitor, id, kind, form)
  for (let tries = 0; answer.status >= 500 && tries < MOST_TRIES; tries++) {
    await pause(1_000)
    answer = await askForPhotograph(visitor, id, kind, form)
  }
  if (answer.status >= 300) throw new Error(`A photograph was answered ${answer.status}: ${answer.text.slice(0, 300)}`)
}

export const askForPhotograph = (visitor: Visitor, id: string, kind: DocumentKind, body: Buffer) =>
  visitor.ask(`/api/qualifications/${id}/documents/${kind}`, {
    method: 'POST',
    headers: { 'Content-Type': FORM_TYPE },
    body,
  })

/**
 * Requests the page of documents as the router of a browser does after each photograph: without HTML, and drawn from
 * its root. It passes no tree of what the browser has, since the page would be drawn from the root with it, too.
 *
 * @throws Error when the answer is no page
 */
export async function refreshDocuments({ visitor, id }: Application): Promise<void> {
  const headers = { RSC: '1', 'Accept-Encoding': 'gzip' }
  const { status, headers: answered } = await visitor.ask(`/qualifications/${id}/documents?_rsc`, { headers })
  const type = String(answered['content-type'])
  if (status !== 200 || !type.startsWith('text/x-component')) throw new Error(`No page of documents: ${status} ${type}`)
}

/** Sends the same bytes to the limit. */
export async function sendBare(url: string, forms: readonly Buffer[]): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < SLOTS.length; index++) {
    times.push(await timed(() => send(url, { method: 'POST', body: forms[index % forms.length] as Buffer })))
  }
  return times
}

/** @returns false when it can't be submitted yet, while its files are examined */
export async function submit(visitor: Visitor, qualificationId: string): Promise<boolean> {
  const { revision, draftVersion } = await database().submission.findFirstOrThrow({ where: { qualificationId } })
  try {
    await visitor.act(`/qualifications/${qualificationId}/check`, `${ONE}/check/actions.ts#submit`, [
      ['qualificationId', qualificationId],
      ['revision', `${revision}`],
      ['draftVersion', `${draftVersion}`],
    ])
    return true
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}

/**
 * Waits until every file of an application is ready. A file without a state was examined before it was acknowledged.
 */
export async function untilReady(qualificationId: string): Promise<void> {
  for (;;) {
    const states = await database().$queryRaw<{ state: string | null }[]>`
      SELECT to_jsonb(f) ->> 'state' AS state FROM stored_files f JOIN document_pages p ON p.file_id = f.id
        JOIN documents d ON d.id = p.document_id JOIN submissions s ON s.id = d.submission_id
      WHERE s.qualification_id = ${qualificationId}::uuid`
    if (states.some(({ state }) => state === 'REFUSED')) throw new Error('A photograph was refused')
    if (states.length === SLOTS.length && states.every(({ state }) => state !== 'RECEIVED')) return
    await pause(100)
  }
}

export async function anApplicant(portal: { url: string }): Promise<Visitor> {
  const { actor } = await aRegisteredApplicant()
  return visitorOf(portal, actor)
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
