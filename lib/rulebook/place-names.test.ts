import { expect, test } from 'vitest'
import { placeNames } from './place-names'
import type { ReasonEntry } from './reason-catalogue'

const reason = (places: Partial<ReasonEntry>) => ({ documents: [], parts: [], ...places }) as unknown as ReasonEntry

test('a place that a reason is for has its name in each language', async () => {
  expect(await placeNames(reason({ documents: ['ID_IN_HAND'] }))).toEqual({
    'zh-CN': '手持证件正面照',
    en: 'Photo with ID in hand',
  })
  expect(await placeNames(reason({ parts: ['SAMPLE_MESSAGES'] }))).toMatchObject({ en: 'Sample messages' })
  expect(await placeNames(reason({}))).toBeNull()
})
