import { expect, test } from 'vitest'
import type { SignatureSource } from '@/lib/db/generated/enums'
import { anOrganisationContent, ON_BEHALF } from '@/tests/factories/contents'
import type { DraftContent } from '../answers'
import { BUILT_IN_RULEBOOK } from '../built-in'
import { rulesFor } from '../rules-for'
import { signatureNameWarnings } from './signature-names'

const codes = (content: DraftContent) =>
  signatureNameWarnings(rulesFor(BUILT_IN_RULEBOOK, content.kind), content).map(({ code }) => code)

const ofPerson = (name: string, text: string, source: SignatureSource = 'OWN_NAME') =>
  codes({
    ...{ kind: 'INDIVIDUAL', fields: { 'person.name': name }, documents: [], samples: [] },
    signatures: [{ id: 's', text, source }],
  })

test.each([
  ['王小明', '王小明'],
  ['欧阳·娜娜', '欧阳娜娜'],
  ['Li Lei', 'LILEI'],
  // No signature has room for the whole of these.
  ['阿卜杜热西提·阿卜杜热合曼江', '阿卜杜热西提'],
  ['Maximilian Specimen', 'Specimen'],
  ['', '王小明'], // a missing name is a problem
  ['王小明', '【】'], // and so is an empty signature
])('%s may call themselves %s', (name, text) => {
  expect(ofPerson(name, text)).toEqual([])
})

test.each([
  ['王小明', '小明书屋'],
  ['王小明', '王小'],
  ['王小明', '王小明书屋'],
  ['Li Lei', 'LEI'],
  ['Maximilian Specimen', 'Max的店'],
])('%s is warned of calling themselves %s', (name, text) => {
  expect(ofPerson(name, text)).toEqual(['SIGNATURE_NOT_OWN_NAME'])
})

test('a trademark may be anything', () => {
  expect(ofPerson('王小明', '小明书屋', 'TRADEMARK')).toEqual([])
})

const ofOrganisation = (name: string, text: string, more: Record<string, string> = {}, isOnBehalf = false) =>
  codes({
    ...anOrganisationContent({ 'organisation.name': name, ...more }),
    signatures: [{ id: 's', text, source: 'ORGANISATION_NAME', isOnBehalf }],
  })

test.each([
  ['样本科技（北京）有限公司', '样本科技北京有限公司'],
  ['样本科技（北京）有限公司', '样本科技'],
  ['中国工商银行股份有限公司', '工行'],
  ['中国石油化工集团有限公司', '中石化'],
  ['Example Technology Co., Ltd.', 'example'],
])('%s may be %s: its source says full or short name', (name, text) => {
  expect(ofOrganisation(name, text)).toEqual([])
})

test.each([
  ['样本科技（北京）有限公司', '样本科技馆'],
  ['样本科技（北京）有限公司', '科技样本'],
  ['中国工商银行股份有限公司', '农行'],
  ['样本科技（北京）有限公司', '样样科技'], // a character that the name has once
])('%s is warned of %s', (name, text) => {
  expect(ofOrganisation(name, text)).toEqual(['SIGNATURE_NOT_ORGANISATION_NAME'])
})

test('a signature that the principal authorised is the principal’s name', () => {
  const name = '样本科技（北京）有限公司'
  expect(ofOrganisation(name, '样本百货', ON_BEHALF, true)).toEqual([])
  expect(ofOrganisation(name, '样本百货', ON_BEHALF, false)).toEqual(['SIGNATURE_NOT_ORGANISATION_NAME'])
  expect(ofOrganisation(name, '样本科技', ON_BEHALF, true)).toEqual(['SIGNATURE_NOT_ORGANISATION_NAME'])
  // Nobody sends on behalf any more: what was ticked before doesn't count.
  expect(ofOrganisation(name, '样本科技', { ...ON_BEHALF, 'use.onBehalf': 'OWN_USE' }, true)).toEqual([])
})
