import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { FORMATS } from '@/lib/core/languages/formats'
import common from '@/lib/core/languages/messages/zh-CN/common.json'
import review from '@/lib/core/languages/messages/zh-CN/review.json'
import type { ReviewHead } from '@/lib/review/read-for-review'
import { ClosedCase } from './closed-case'

const head: ReviewHead = {
  id: '0199b6a0-0000-7000-8000-000000000001',
  reference: 'ZX-20261201-8PQ8LX',
  kind: 'INDIVIDUAL',
  status: 'IN_REVIEW',
  revision: 1,
  queuedAt: new Date('2026-12-01T12:56:00Z'),
  decidedAt: null,
  holder: null,
  canClaim: false,
  canRelease: true,
  isUrgent: false,
  canSetUrgency: false,
  isOwn: false,
  isSent: false,
}

const shown = (more: Partial<ReviewHead>) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="zh-CN" timeZone="Asia/Shanghai" messages={{ common, review }} formats={FORMATS}>
      <ClosedCase head={{ ...head, ...more }} canReview />
    </NextIntlClientProvider>,
  )
const holderId = '0199b6a0-0000-7000-8000-000000000002'

test('one’s own claim, whose decision was sent, is one’s own, and its reader may not release it', () => {
  const html = shown({ holder: { id: holderId, name: null, isMe: true }, isSent: true, canRelease: false })
  expect(html).toContain('>我<')
  expect(html).not.toContain(review.queue.someone)
  expect(html).not.toContain(review.case.release)
})

test('another’s claim names its holder, and a lead releases it', () => {
  const html = shown({ holder: { id: holderId, name: '高原', isMe: false } })
  expect(html).toContain('高原')
  expect(html).toContain(`>${review.case.releaseOther}<`)
  expect(shown({ holder: { id: holderId, name: null, isMe: false } })).toContain(review.queue.someone)
})
