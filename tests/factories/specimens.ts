import type { DocumentKind } from '@/lib/db/generated/enums'
import { drawSpecimen } from '@/lib/demo/specimens/specimen'
import { IDENTITY } from './qualifications'

/** A drawn specimen, 1,600 × 1,200 as JPEG. `seed` makes pictures of one kind differ. */
export const specimen = (kind: DocumentKind, seed = 0): Promise<Buffer> =>
  drawSpecimen({
    kind,
    fields: IDENTITY,
    seed: `${seed}`,
    signatures: [{ text: '小明书屋', source: 'TRADEMARK' }],
    date: '2026-11-01',
  })
