import 'server-only'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { dateIn } from '@/lib/core/clock'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { NEWCOMER } from './cast'
import { fieldsOf } from './people'
import { drawSpecimen, type Fault } from './specimens/specimen'

type Picture = readonly [name: string, kind: DocumentKind, fault?: Fault]

/** Good ones, and some that a reviewer will refuse. */
const PICTURES: readonly Picture[] = [
  ['身份证人像面', 'ID_PORTRAIT'],
  ['身份证国徽面', 'ID_EMBLEM'],
  ['手持证件', 'ID_IN_HAND'],
  ['承诺函', 'COMMITMENT_LETTER'],
  ['身份证人像面-反光', 'ID_PORTRAIT', 'GLARE'],
  ['手持证件-模糊', 'ID_IN_HAND', 'BLURRED'],
  ['承诺函-缺手印', 'COMMITMENT_LETTER', 'THUMBPRINT_MISSING'],
]

/** Writes specimen documents for people who try the demo: they have none of their own that would be fit for it. */
export async function drawForNewcomer(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const fields = fieldsOf('person', NEWCOMER)
  const about = { fields, signatures: [{ text: NEWCOMER.name, source: 'OWN_NAME' as const }], date: dateIn(new Date()) }
  const drawing = PICTURES.map(async ([name, kind, fault]) => {
    const picture = await drawSpecimen({ kind, ...about, ...(fault ? { fault } : {}) })
    await writeFile(path.join(folder, `${name}.jpg`), picture)
  })
  await Promise.all(drawing)
}
