import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { anAdministrator } from '@/tests/factories/people'
import { publishedLetters } from '@/tests/factories/rules'
import { BUILT_IN_LETTERS } from './built-in'
import { letterTextOf, letterTitles } from './registry'

test('letters are known by the titles of all variants and of every version that was published, each once', async () => {
  const actor = await anAdministrator()
  const [old, newest] = [await publishedLetters(actor, null, 1), await publishedLetters(actor, null)]
  const titles = await letterTitles()
  for (const { title } of BUILT_IN_LETTERS[0].texts) expect(titles).toContain(title['zh-CN'])
  for (const { version } of [old, newest]) {
    const { title } = await letterTextOf(version, 'INDIVIDUAL')
    expect(titles).toContain(title['zh-CN'].replaceAll(' ', ''))
  }
  expect(new Set(titles).size).toBe(titles.length)
})

test('a text that is not published has no title yet', async () => {
  const { id } = await anAdministrator()
  const [text] = BUILT_IN_LETTERS[0].texts
  const title = { 'zh-CN': '尚未公布的函件', en: 'Not published' }
  const content = { version: 'cn-mainland/2031-01', texts: [{ ...text, title }] }
  const row = { kind: 'LETTERS', version: content.version, basedOn: BUILT_IN_LETTERS[0].version, content } as const
  const { id: draftId } = await database().ruleVersion.create({ data: { ...row, createdById: id } })
  try {
    expect(await letterTitles()).not.toContain(title['zh-CN'])
  } finally {
    await database().ruleVersion.delete({ where: { id: draftId } })
  }
})
