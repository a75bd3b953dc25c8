import 'server-only'
import { database } from '@/lib/db/client'
import { rulebookOf } from '@/lib/rulebook/registry'

/** The terms of each rulebook under which there are drafts: each lapses by those that it was begun under. */
export async function draftTerms() {
  const versions = await database().submission.findMany({
    where: { submittedAt: null, qualification: { status: 'DRAFT' } },
    distinct: ['rulebookVersion'],
    select: { rulebookVersion: true },
  })
  return Promise.all(
    versions.map(async ({ rulebookVersion }) => ({
      rulebookVersion,
      terms: (await rulebookOf(rulebookVersion)).terms,
    })),
  )
}
