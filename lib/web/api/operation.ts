import 'server-only'
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import type { ClientActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { ApiScope } from '@/lib/db/generated/enums'
import type { ChangeWatch } from '@/lib/integrations/changes/await-change'
import { answerOnce, KeyReusedError } from '@/lib/integrations/idempotency/answer-once'
import { attachment } from '../files/disposition'
import { RETRY_AFTER } from '../problem'
import type { createAdmission, Policy } from './admit'
import { type SentFile, sentFile } from './read-file'
import { readBody, readPath, readQuery, refuseQuery } from './read-request'
import { type ApiCode, ApiRefusal, FILE_CODES } from './refusals'

export const API = '/api/v1'

export type Method = 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'

/** An answer that is a paper. */
export const PDF = 'application/pdf'

/** Describes the answer with one status; its schema has a name (`named`). */
type Answered = { description: string; schema: z.ZodType | typeof PDF }

/** Describes an operation to those who call it: dispatch and the OpenAPI document are made of this. */
type Described = {
  /** Names the operation in clients that are generated. */
  id: string
  tag: string
  method: Method
  /** Follows `/api/v1`. A step in braces is a parameter, which `inputs.path` has. */
  path: `/${string}`
  /** Names the scope that the key must have; null for an operation that needs no key. */
  scope: ApiScope | null
  summary: string
  description?: string
  answers: Readonly<Record<number, Answered>>
  /** Lists the codes by which it refuses, in addition to those of each operation with a key. */
  codes?: readonly ApiCode[]
  /** Says whether it takes an Idempotency-Key. */
  isRepeatable?: boolean
  /** Says whether its body is a form with one file. */
  takesFile?: boolean
  /** Says whether its answers have the ETag of a draft. */
  isTagged?: boolean
  /** Says whether it needs an If-Match with such a tag. */
  isConditional?: boolean
}

/** The schemas of what is sent: objects of texts for path and query, and a schema with a name for the body. */
export type Inputs = { path?: z.ZodObject; query?: z.ZodObject; body?: z.ZodType }

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined
type Input<I extends Inputs> = { path: Parsed<I['path']>; query: Parsed<I['query']>; body: Parsed<I['body']> }

export type Answer = { status?: number; body: string | Buffer; headers?: Readonly<Record<string, string>> }

/** Holds what all operations of one process share. */
export type Services = {
  admit: ReturnType<typeof createAdmission>['admit']
  describe: () => string
  watch: ChangeWatch
}

/** Describes a request that was dispatched, before anything but its path was read. */
export type DispatchedRequest = {
  request: IncomingMessage
  path: Readonly<Record<string, string>>
  query: string
  services: Services
}

/** Describes a row of the table. */
export type Operation = Described & { inputs: Inputs; answer: (asked: DispatchedRequest) => Promise<Answer> }

type Row<I extends Inputs> = Described & {
  scope: ApiScope
  inputs: I
  /**
   * Limits what does much in one request, by how much it does. Without it, each request counts as one, by the limit of
   * requests.
   */
  counted?: { by: Policy; amountOf: (input: Input<I>) => number }
  /** Answers with the schema of its status, which is 200 where none is given. */
  handle: (
    client: ClientActor,
    input: Input<I>,
    request: IncomingMessage,
  ) => Promise<Omit<Answer, 'body'> & { body: unknown }>
}

/** Makes a row of an operation with a key: key → limit → scope → input → the verb. */
export function operation<const I extends Inputs>({ handle, counted, ...row }: Row<I>): Operation {
  const answer = async ({ client, countMore, ...asked }: AdmittedRequest) => {
    const input = await inputOf(row.inputs, asked)
    const headers = counted && countMore(counted.amountOf(input) - 1) // one was counted before it was read
    const { body, ...rest } = await handle(client, input, asked.request)
    return { ...rest, headers: { ...headers, ...rest.headers }, body: JSON.stringify(body) }
  }
  return admitting(row, answer, counted?.by)
}

type Paper<I extends Inputs> = Omit<Described, 'answers'> & {
  scope: ApiScope
  inputs: I
  open: (client: ClientActor, input: Input<I>) => Promise<{ name: string; pdf: Buffer }>
}

/** Makes a row of an operation that answers with a paper. */
export function paper<const I extends Inputs>({ open, ...row }: Paper<I>): Operation {
  const answers = { 200: { description: 'The paper.', schema: PDF } } as const
  return admitting({ ...row, answers }, async ({ client, ...asked }) => {
    const { name, pdf } = await open(client, await inputOf(row.inputs, asked))
    return { body: pdf, headers: { 'Content-Type': PDF, 'Content-Disposition': attachment(name) } }
  })
}

type Change<I extends Inputs, R> = Described & {
  scope: ApiScope
  inputs: I
  act: (client: ClientActor, input: Input<I>) => Promise<R>
  /**
   * Answers with what the verb's transaction returned, which is at least what the verb returns; null when it did
   * nothing.
   */
  answerOf: (result: R | null) => { status: number; body: unknown } | null
}

/**
 * Makes a row of an operation that changes something, and takes an Idempotency-Key: a repeated request is answered as
 * the first was, and does nothing.
 */
export function change<const I extends Inputs, R>({ act, answerOf, ...row }: Change<I, R>): Operation {
  const textOf = (result: R | null) => {
    const answer = answerOf(result)
    return answer && { status: answer.status, body: JSON.stringify(answer.body) }
  }
  return admitting({ ...row, isRepeatable: true }, async ({ client, secret, ...asked }) => {
    const name = idempotencyKeyIn(asked.request)
    const input = await inputOf(row.inputs, asked)
    const content = JSON.stringify([row.method, row.path, input.path ?? null, input.body ?? null])
    return answerOnce<R | null>({ keyId: client.id, secret, name, content }, () => act(client, input), textOf)
  })
}

type Upload<P extends z.ZodObject, R> = Described & {
  scope: ApiScope
  inputs: { path: P }
  act: (client: ClientActor, path: z.output<P>, file: SentFile) => Promise<unknown>
  /** Answers with what a transaction of the verb returned; null when that was another one than what stores the file. */
  answerOf: (stored: R, path: z.output<P>) => { status: number; body: unknown } | null
}

/**
 * Makes a row of an operation that takes one file, as a form, and an Idempotency-Key: equal forms are compared by their
 * parts.
 */
export function upload<const P extends z.ZodObject, R>({ act, answerOf, ...row }: Upload<P, R>): Operation {
  const described = { ...row, isRepeatable: true, takesFile: true, codes: [...(row.codes ?? []), ...FILE_CODES] }
  return admitting(described, async ({ client, secret, ...asked }) => {
    const name = idempotencyKeyIn(asked.request)
    const path: z.output<P> = readPath(row.inputs.path, asked.path)
    refuseQuery(asked.query)
    const { file, parts, close } = await sentFile(asked.request)
    const content = async () => JSON.stringify([row.method, row.path, path, await parts()])
    const textOf = (stored: unknown) => {
      const answer = answerOf(stored as R, path)
      return answer && { status: answer.status, body: JSON.stringify(answer.body) }
    }
    try {
      return await answerOnce<unknown>(
        { keyId: client.id, secret, name, content },
        () => act(client, path, file),
        textOf,
      )
    } finally {
      void close()
    }
  })
}

type AdmittedRequest = Omit<DispatchedRequest, 'services'> & {
  client: ClientActor
  secret: string
  countMore: (amount: number) => Record<string, string>
}

/** Admits the key before anything is read, and turns refusals of verbs into those of the API. */
function admitting(
  row: Omit<Operation, 'answer'> & { scope: ApiScope },
  answer: (asked: AdmittedRequest) => Promise<Answer>,
  policy: Policy = 'requests',
) {
  return {
    ...row,
    async answer({ services, ...asked }: DispatchedRequest): Promise<Answer> {
      const { headers, ...admitted } = await services.admit({ request: asked.request, scope: row.scope }, policy)
      try {
        const answered = await answer({ ...asked, ...admitted })
        return { ...answered, headers: { ...headers, ...answered.headers } }
      } catch (error) {
        throw refusalIn(error, row.codes ?? []).with(headers)
      }
    },
  }
}

const IDEMPOTENCY_KEY = 'Idempotency-Key'

/** @throws ApiRefusal INVALID_INPUT */
function idempotencyKeyIn({ headers }: IncomingMessage): string {
  const name = headers[IDEMPOTENCY_KEY.toLowerCase()]
  if (typeof name === 'string' && /^[\x21-\x7e]{1,255}$/.test(name)) return name
  throw new ApiRefusal('INVALID_INPUT', [{ detail: '1 to 255 characters without spaces', parameter: IDEMPOTENCY_KEY }])
}

/**
 * Returns what a verb refused by: codes of the portal that the row lists are codes of the API.
 *
 * @throws what is no refusal, or none that is described: a bug
 */
function refusalIn(error: unknown, codes: readonly ApiCode[]): ApiRefusal {
  if (error instanceof ApiRefusal) return error
  if (error instanceof KeyReusedError) return new ApiRefusal('IDEMPOTENCY_KEY_REUSED')
  if (!(error instanceof DomainError)) throw error
  const { seconds = error.code === 'RATE_LIMITED' ? RETRY_AFTER : null } = error.params
  const headers: Record<string, string> = seconds === null ? {} : { 'Retry-After': String(seconds) }
  const wanted = error.code === 'FORBIDDEN' ? 'ACCOUNT_NOT_ALLOWED' : error.code // scopes were checked before
  const code = [...codes, 'INVALID_INPUT' as const, 'RATE_LIMITED' as const].find((one) => one === wanted)
  if (code === undefined) throw error
  return new ApiRefusal(code, [], headers)
}

/**
 * Each is read by the schema that the row has for it; a request with something that the row has no schema for is
 * refused.
 */
async function inputOf<I extends Inputs>(inputs: I, asked: Omit<DispatchedRequest, 'services'>): Promise<Input<I>> {
  const path = inputs.path && readPath(inputs.path, asked.path)
  const query = inputs.query ? readQuery(inputs.query, asked.query) : refuseQuery(asked.query)
  const body = inputs.body && (await readBody(inputs.body, asked.request))
  return { path, query, body } as Input<I>
}

const NAMES = z.registry<{ id: string }>()

/** Gives a schema the name by which the OpenAPI document refers to it, wherever it is used. */
export function named<S extends z.ZodType>(id: string, schema: S): S {
  NAMES.add(schema, { id })
  return schema
}

export const schemaNames = (): typeof NAMES => NAMES
