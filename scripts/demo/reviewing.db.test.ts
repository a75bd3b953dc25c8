import { expect, test } from 'vitest'
import { eventsAbout } from '@/tests/factories/audit'
import { aClaimedQualification } from '@/tests/factories/review'
import { decide } from './reviewing'

test('who decides has looked at each document before, as the log says', async () => {
  const { reviewer, qualification, parts } = await aClaimedQualification()
  await decide(reviewer, qualification.id)
  const views = await eventsAbout(qualification.id, 'document.viewed')
  const documents = parts.flatMap(({ document }) => document?.kind ?? [])
  expect(views.map(({ data }) => (data as { kind: string }).kind).toSorted()).toEqual(documents.toSorted())
  const [decided] = await eventsAbout(qualification.id, 'review.decided')
  expect(views.every(({ at, actorId }) => decided && at <= decided.at && actorId === reviewer.id)).toBe(true)
})
