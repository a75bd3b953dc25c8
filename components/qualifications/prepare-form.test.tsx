import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import publicPages from '@/lib/core/languages/messages/en/public.json'
import review from '@/lib/core/languages/messages/en/review.json'
import rulebookWords from '@/lib/core/languages/messages/en/rulebook.json'
import { PreparationAnswers } from '@/lib/qualifications/preparation'
import { BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { PrepareForm } from './prepare-form'

const shown = (answers: Record<string, string>, mayStart = true) =>
  renderToStaticMarkup(
    <NextIntlClientProvider
      locale="en"
      timeZone="Asia/Shanghai"
      messages={{ public: publicPages, review, rulebook: rulebookWords }}
    >
      <PrepareForm rulebook={BUILT_IN_RULEBOOK} answers={PreparationAnswers.parse(answers)} mayStart={mayStart} />
    </NextIntlClientProvider>,
  )

test('each question has one answer at first, by which the landing page knows that none was changed', () => {
  const form = shown({})
  const lists = form.match(/<select[\s\S]*?<\/select>/g) ?? []
  expect(lists.length).toBeGreaterThan(5)
  for (const list of lists) expect(list.match(/<option[^>]* selected=""/g), list).toHaveLength(1)
  const choices = new Map<string, number>()
  for (const [radio] of form.matchAll(/<input[^>]*type="radio"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(radio)?.[1] ?? ''
    choices.set(name, (choices.get(name) ?? 0) + Number(radio.includes('checked=""')))
  }
  expect([...choices]).toEqual([
    ['who', 1],
    ['admin', 1],
  ])
})

test('it starts an application for those who may, and shows the list to all', () => {
  expect(shown({}).match(/<button[^>]*name="start"[^>]*>/g)).toHaveLength(1)
  expect(shown({}, false)).not.toContain('name="start"')
  expect(shown({}, false)).toContain('See my list')
})
