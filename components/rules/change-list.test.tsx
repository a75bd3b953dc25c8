import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import common from '@/lib/core/languages/messages/zh-CN/common.json'
import rulebook from '@/lib/core/languages/messages/zh-CN/rulebook.json'
import rules from '@/lib/core/languages/messages/zh-CN/rules.json'
import type { Change } from '@/lib/rulebook/editing/changes'
import { ChangeList } from './change-list'

const shown = (change: Change) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="zh-CN" timeZone="Asia/Shanghai" messages={{ common, rulebook, rules }}>
      <ChangeList changes={[change]} reasonNames={{ BLURRED: '模糊' }} />
    </NextIntlClientProvider>,
  )
const whole = { code: 'DAMAGED', name: { 'zh-CN': '文件损坏', en: 'Damaged file' } }

test('a change of a reason has its name, also of one that is in one of the versions only', () => {
  const means = shown({ path: ['reasons', 'BLURRED', 'means', 'zh-CN'], before: '旧', after: '新' })
  expect(means).toContain('模糊 · 审核标准 · 中文')
  expect(means).not.toContain('BLURRED')
  expect(shown({ path: ['reasons', 'DAMAGED'], before: undefined, after: whole })).toContain('>文件损坏<')
  expect(shown({ path: ['reasons', 'DAMAGED'], before: whole, after: undefined })).toContain('>文件损坏<')
  expect(shown({ path: ['reasons', 'LOST', 'kind'], before: 'fixable', after: 'final' })).toContain('LOST · ')
})

test('a changed term has its unit', () => {
  const validity = shown({ path: ['terms', 'validityMonths'], before: 12, after: 6 })
  expect(validity.replace(/<[^>]+>/g, '')).toBe('资质有效期 12 个月 → 6 个月')
})
