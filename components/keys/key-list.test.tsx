import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import review from '@/lib/core/languages/messages/zh-CN/review.json'
import { KeyList } from './key-list'

const shown = (canUndoSent: boolean) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="zh-CN" timeZone="Asia/Shanghai" messages={{ review }}>
      <KeyList canUndoSent={canUndoSent} />
    </NextIntlClientProvider>,
  )

test('the keys of a picture and of an outline are listed below those that work anywhere', () => {
  const { title: picture, turnLeft } = review.keys.picture
  const { title: drawing, size } = review.keys.drawing
  const places = [review.keys.help, picture, turnLeft, drawing, size].map((words) => shown(true).indexOf(words))
  expect(Math.min(...places)).toBeGreaterThan(0)
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  expect(shown(true)).toMatch(/<kbd[^>]*>\+<\/kbd>/)
})

test('the key that undoes what was sent is listed only where it can be undone', () => {
  expect(shown(true)).toContain(review.keys.undoSent)
  expect(shown(false)).not.toContain(review.keys.undoSent)
  expect(shown(false)).toContain(review.keys.takeNext)
})
