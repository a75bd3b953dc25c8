import 'server-only'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { OperatorError } from '@/lib/core/errors'
import { publishFile, removeFile, syncFolder } from '@/lib/core/files/durable-file'
import { type Signer, signerFrom } from '../note'

/** A file of the witness is not what it wrote. It is not replaced: what it vouched for would be forgotten. */
export class WitnessFileError extends OperatorError {
  override readonly name = 'WitnessFileError'
}

const Log = z.strictObject({
  /** Keys that the log's checkpoints may be signed by, as `name+id+base64`. */
  keys: z.array(z.string()).min(1),
  /** The last checkpoint that was cosigned, with the cosignature; null before the first. */
  checkpoint: z.string().nullable(),
})

/** Parses what is known of each log, by its origin. */
const Known = z.record(z.string(), Log)
export type Known = Readonly<z.output<typeof Known>>

const Key = z.strictObject({ name: z.string(), seed: z.base64() })

/** Describes what a witness stores, in a folder of its own: its key, and the last checkpoint of each log. */
export type WitnessStore = {
  readonly signer: Signer
  readonly known: Known
  /** Stores durably: the content lasts once this returns. */
  save(known: Known): Promise<void>
}

/** @throws WitnessFileError */
export async function openWitnessStore(folder: string): Promise<WitnessStore> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const [keyPath, path] = [join(folder, 'witness-key.json'), join(folder, 'witness.json')]
  if (!readIfThere(keyPath)) {
    const made = { name: `zhunxin-witness/${randomBytes(4).toString('hex')}`, seed: randomBytes(32).toString('base64') }
    const temporary = await writeBeside(keyPath, made)
    await publishFile(temporary, keyPath)
    await removeFile(temporary)
  }
  const { name, seed } = parse(Key, keyPath)
  const signer = signerFrom(name, 'cosignature/v1', Buffer.from(seed, 'base64'))
  return {
    signer,
    known: readIfThere(path) ? parse(Known, path) : {},
    async save(known) {
      await rename(await writeBeside(path, known), path)
      await syncFolder(folder)
    },
  }
}

function parse<T>(schema: z.ZodType<T>, path: string): T {
  try {
    return schema.parse(JSON.parse(readIfThere(path) ?? ''))
  } catch {
    throw new WitnessFileError(`${path} is not as this witness wrote it. Put back the last one that was.`)
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function writeBeside(path: string, content: unknown): Promise<string> {
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(content, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  return temporary
}
