import { expect, it } from 'vitest'
import { newId } from '@/lib/core/ids'
import { SetFilingInput } from './schemas'

const recorded = (reason: string) =>
  SetFilingInput.safeParse({ senderSignatureId: newId(), carrier: 'CMCC', from: 'FILED', state: 'FAILED', reason })

it('what a carrier said contains no number of a person', () => {
  expect(recorded('营业执照与签名不符').data).toMatchObject({ reason: '营业执照与签名不符' })
  expect(recorded(' ').data).toMatchObject({ reason: null })
  for (const reason of ['经办人 138 0013 8000 未接听', '证件号１１０１０５１９９００３０７０３１Ｘ不符']) {
    const problems = recorded(reason).error?.issues.map(({ path, message }) => [path[0], message])
    expect(problems).toEqual([['reason', 'NOTE_WITH_NUMBER']])
  }
})
