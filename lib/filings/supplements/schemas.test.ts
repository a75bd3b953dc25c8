import { describe, expect, it } from 'vitest'
import { newId } from '@/lib/core/ids'
import { CloseSupplementInput, RequestSupplementInput } from './schemas'

const filing = `${newId()} CMCC`
const requested = (note: string) => RequestSupplementInput.safeParse({ filing, kind: 'SUPPORTING', note })
const refused = (reason: string) =>
  CloseSupplementInput.safeParse({ supplementId: newId(), outcome: 'REFUSED', reason })
const problems = ({ error }: ReturnType<typeof requested> | ReturnType<typeof refused>) =>
  error?.issues.map(({ path, message }) => [path[0], message])

describe('a note to the applicant contains no number of a person', () => {
  it('in what a carrier requires', () => {
    expect(requested('请补交商标注册证').success).toBe(true)
    expect(problems(requested('请联系 138-0013-8000'))).toEqual([['note', 'NOTE_WITH_NUMBER']])
  })

  it('in the reason of a refusal', () => {
    expect(refused('第 2 页看不清').success).toBe(true)
    expect(problems(refused('证件号 11010519900307031X 不符'))).toEqual([['reason', 'NOTE_WITH_NUMBER']])
  })
})
