import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { drawSpecimen } from '@/scripts/demo/specimens/specimen'
import { IDENTITY } from './qualifications'

/** Higher seeds are of tests that want ever new pictures: those are drawn once only. */
const FEW = 10
const drawn = new Map<string, Promise<Buffer>>()

/** Draws a specimen, 1,600 × 1,200 as JPEG. `seed` makes pictures of one kind differ. */
export function specimen(kind: DocumentKind, seed = 0): Promise<Buffer> {
  if (seed >= FEW) return draw(kind, seed)
  const name = `${kind}-${seed}`
  const known = drawn.get(name) ?? sharedByRun(`${name}.jpg`, () => draw(kind, seed))
  drawn.set(name, known)
  return known
}

const draw = (kind: DocumentKind, seed: number) =>
  drawSpecimen({
    kind,
    fields: IDENTITY,
    seed: `${seed}`,
    signatures: [{ text: '小明书屋', source: 'TRADEMARK' }],
    date: '2026-11-01',
  })

/**
 * Draws a picture once for all processes of `npm test`, which names a folder for that: an application has four or more.
 */
async function sharedByRun(name: string, drawIt: () => Promise<Buffer>): Promise<Buffer> {
  const folder = process.env.ZHUNXIN_SPECIMENS
  if (!folder) return drawIt()
  const file = path.join(folder, name)
  if (existsSync(file)) return readFileSync(file)
  const picture = await drawIt()
  mkdirSync(folder, { recursive: true })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, picture)
  renameSync(draft, file) // so that no other process reads half of it
  return picture
}
