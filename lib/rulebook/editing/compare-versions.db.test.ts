import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { aColleague } from '@/tests/factories/people'
import { aRuleDraft, BUILT_IN } from '@/tests/factories/rules'
import { readRuleVersion } from './queries'

/** Publishes a rewording of all letters as it is in the database, without the rest of publishing. */
async function publishedLetters(title: string): Promise<string> {
  const { actor } = await aColleague({ roles: ['ADMIN'] })
  const id = await aRuleDraft(actor, 'LETTERS')
  const { content } = await database().ruleVersion.findUniqueOrThrow({ where: { id } })
  const { texts } = content as { texts: object[] }
  const reworded = {
    ...(content as object),
    texts: texts.map((text) => ({ ...text, title: { 'zh-CN': title, en: title } })),
  }
  const published = { status: 'PUBLISHED', publishedAt: new Date(), publishedById: actor.id } as const
  return (await database().ruleVersion.update({ where: { id }, data: { ...published, content: reworded } })).version
}

test('any version is compared with any other: with the one that was chosen, else with the one it was started from', async () => {
  const { actor } = await aColleague({ roles: ['ADMIN'] })
  const [first, second] = [await publishedLetters('甲'), await publishedLetters('乙')]
  const view = await readRuleVersion(actor, 'LETTERS', second)
  expect(view?.compared?.version).toBe(BUILT_IN.LETTERS)
  expect(view?.compared?.changes).toEqual(view?.changes)
  expect(view?.others.slice(0, 1)).toEqual([first])
  expect(view?.others.at(-1)).toBe(BUILT_IN.LETTERS)

  const against = await readRuleVersion(actor, 'LETTERS', second, first)
  expect(against?.compared).toMatchObject({ version: first })
  const titles = against?.compared?.changes.map(({ path, before, after }) => [path.at(-2), before, after])
  expect(titles?.slice(0, 2)).toEqual([
    ['title', '甲', '乙'],
    ['title', '甲', '乙'],
  ])
  expect(titles).toHaveLength(8)

  const builtIn = await readRuleVersion(actor, 'LETTERS', BUILT_IN.LETTERS)
  expect(builtIn?.compared).toBeNull()
  expect(await readRuleVersion(actor, 'LETTERS', BUILT_IN.LETTERS, second)).toMatchObject({
    compared: { version: second, changes: expect.arrayContaining([expect.objectContaining({ before: '乙' })]) },
  })
  expect((await readRuleVersion(actor, 'LETTERS', second, 'cn-mainland/1999-01'))?.compared?.version).toBe(
    BUILT_IN.LETTERS,
  )
  expect((await readRuleVersion(actor, 'LETTERS', second, "' OR 1"))?.compared?.version).toBe(BUILT_IN.LETTERS)
})
