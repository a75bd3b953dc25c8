import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MINUTE } from '@/lib/core/clock'
import { paragraph } from './blocks'
import { fontOf } from './fonts'
import { finishPaper, startPaper } from './paper'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

test('a font stays open while papers are drawn, and is closed a minute after the last', () => {
  const font = fontOf('400Regular')
  const isOpen = () => fontOf('400Regular') === font // `toBe` would compare two fonts glyph by glyph
  vi.advanceTimersByTime(MINUTE - 1)
  expect(isOpen()).toBe(true)
  vi.advanceTimersByTime(MINUTE - 1)
  expect(isOpen()).toBe(true)
  vi.advanceTimersByTime(MINUTE)
  expect(isOpen()).toBe(false)
})

test('a paper is the same file with fonts that drew another before, and with fonts of its own', async () => {
  const draw = (text: string) => {
    const paper = startPaper({ title: '一份材料', at: new Date('2026-11-25T06:00:00Z'), lang: 'zh-CN' })
    paragraph(paper, [text, 'English'])
    return finishPaper(paper, ['ZX-1'])
  }
  const own = await draw('杨本')
  await draw('范例有限公司')
  expect(await draw('杨本')).toEqual(own)
  vi.advanceTimersByTime(MINUTE)
  expect(await draw('杨本')).toEqual(own)
})
