import { expect, test } from 'vitest'
import { anOrganisationContent } from '@/tests/factories/contents'
import { hasOptOut, sampleTextWarnings } from './sample-texts'

/** Returns the codes for these samples, with the sample that each is about. */
const found = (samples: string[], purposes = 'NOTIFICATION') =>
  sampleTextWarnings({
    ...anOrganisationContent({ 'use.purposes': purposes }),
    signatures: [{ id: 's', text: '样本科技', source: 'ORGANISATION_NAME' }],
    samples: samples.map((text, index) => ({ id: `m${index}`, text })),
  }).map(({ code, place }) => [code, 'id' in place ? place.id : place.on])

test.each([
  '【样本科技】您的订单已发货。',
  '您的订单已发货。【 样本科技 】',
  '您的订单已发货【】。',
  '[样本科技]您的订单已发货。',
  '［样本科技］您的订单已发货。',
  '您的订单已发货。[样本科技]',
])('the brackets of a signature are warned of: %s', (text) => {
  expect(found(['您的订单已发货。', text])).toEqual([['SAMPLE_BRACKETS', 'm1']])
})

test.each(['【别家】您的订单已发货。', '您的订单已发货。【样本科技】【别家】', '[别家商城]您的订单已发货。'])(
  'another signature is warned of: %s',
  (text) => {
    expect(found([text])).toEqual([['SAMPLE_OTHER_SIGNATURE', 'm0']])
  },
)

test.each([
  '您的订单[20261125]已发货。',
  '您的订单已发货（样本路店）。',
  '[12345]您的订单已发货。', // no signature has digits alone
  '[您的订单现在已经由样本路店发出]请查收。',
  '',
])('other brackets are not: %s', (text) => {
  expect(found([text])).toEqual([])
})

test.each([
  '拒收请回复R',
  '拒收请回复 R。',
  '回T退订',
  '退订回T',
  '退订回复“TD”',
  '回复TD退订',
  '回N拒收',
  '编辑短信TD发送至10690000退订',
  '回复退订即可取消',
  '退订请回ＴＤ',
  'Reply STOP to unsubscribe',
  'To opt out, text T',
])('%s is a way to unsubscribe', (text) => {
  expect(hasOptOut(`满 200 减 30。${text}`)).toBe(true)
})

test.each([
  '满 200 减 30，本周五截止',
  '回复1参加抽奖',
  '退订请联系店员',
  '回复1取消预约',
  '点击退订',
  'Reply YES to join',
])('%s is none', (text) => {
  expect(hasOptOut(text)).toBe(false)
})

test('where all is marketing, each sample needs a way out', () => {
  expect(found(['满减。', '满减。拒收请回复R', ' '], 'MARKETING')).toEqual([['SAMPLE_NO_OPT_OUT', 'm0']])
})

test('where some is, one of the samples does', () => {
  expect(found(['您的订单已发货。', '满减。'], 'NOTIFICATION,MARKETING')).toEqual([['SAMPLES_NO_OPT_OUT', 'SAMPLES']])
  expect(found(['您的订单已发货。', '满减。退订回T'], 'NOTIFICATION,MARKETING')).toEqual([])
  expect(found([], 'NOTIFICATION,MARKETING')).toEqual([]) // that there is none is a problem
})

test('where nothing is, none does', () => {
  expect(found(['您的订单已发货。'], 'NOTIFICATION,VERIFICATION')).toEqual([])
})
