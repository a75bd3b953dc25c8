import { onBehalfOf } from '../organisations'
import { person } from '../people'
import { individual, organised } from '../profiles'
import { claim, correct, file, renew, resume, review, type Story, submit, suspend, urgent, write } from '../steps'

/** @param on YYYY-MM-DD, so many days from today */
export type Calendar = (days: number) => string

/** The stories of those who are listed where one signs in: each shows something. */
export function shownStories(on: Calendar): Story[] {
  return [
    {
      phone: 1, // draft: half-way
      profile: individual({ serial: 0 }),
      steps: [write('1d 20:10', { upTo: 'SIGNATURES' })],
    },
    {
      phone: 2, // changes: three things to correct
      profile: individual({ serial: 1, trade: 'noodles' }),
      steps: [
        write('3d 11:20', {
          faults: { ID_PORTRAIT: 'GLARE', COMMITMENT_LETTER: 'THUMBPRINT_MISSING' },
          mistakes: { 'use.audience': '所有人' },
        }),
        submit('3d 11:45'),
        review(
          '2d 10:05',
          'reviewer',
          { part: 'ID_PORTRAIT', reason: 'GLARE', note: '号码处有反光，换个角度、关掉闪光灯再拍一张。' },
          { part: 'COMMITMENT_LETTER', reason: 'THUMBPRINT_MISSING', note: '签字旁边没有手印，请按右手拇指手印。' },
          {
            part: 'use',
            reason: 'CONTENT_UNCLEAR',
            field: 'use.audience',
            note: '请写明收信人是谁、何时同意接收，例如“办了会员卡的食客”。',
          },
        ),
      ],
    },
    {
      phone: 3, // enterprise: approved after two rounds of changes, filed with the carriers
      profile: organised({
        serial: 3,
        name: '样本快递（演示）有限公司',
        administrator: person(13),
        trade: 'parcels',
        signatures: [
          { text: '样本快递', source: 'ORGANISATION_NAME' },
          { text: '样本驿站', source: 'APP' },
        ],
      }),
      steps: [
        write('34d 09:30', { faults: { LICENCE: 'CROPPED', ADMIN_ID_IN_HAND: 'BLURRED' } }),
        submit('34d 10:15'),
        review(
          '33d 14:00',
          'second',
          { part: 'LICENCE', reason: 'CROPPED', note: '右侧信用代码没有拍进画面。' },
          { part: 'ADMIN_ID_IN_HAND', reason: 'CARD_UNREADABLE_IN_HAND' },
        ),
        correct('32d 09:05', { LICENCE: 'SCREEN_PHOTO' }),
        review('31d 15:20', 'second', {
          part: 'LICENCE',
          reason: 'SCREEN_PHOTO',
          note: '请拍纸质原件，不要翻拍屏幕。',
        }),
        correct('31d 17:40'),
        review('30d 09:50', 'second'),
        file('29d 11:00', 'FILED', ['CMCC', 'CUCC', 'CTCC', 'CBN']),
        file('22d 16:30', 'EFFECTIVE', ['CMCC', 'CUCC']),
        file('21d 10:10', 'FAILED', ['CTCC'], '签名与备案主体简称不一致，请补充商标或应用备案材料。'),
      ],
    },
    {
      phone: 4, // business: an operator signs, without a seal
      profile: organised({
        serial: 4,
        type: 'INDIVIDUAL_BUSINESS',
        name: '样本区范例面馆',
        hasSeal: false,
        trade: 'noodles',
        signatures: [{ text: '范例面馆', source: 'ORGANISATION_NAME' }],
      }),
      steps: [
        write('16d 13:10'),
        submit('16d 13:40'),
        review('15d 10:30', 'reviewer'),
        file('14d 09:30', 'FILED', ['CMCC', 'CUCC']),
      ],
    },
    {
      phone: 5, // agency: sends for others; rejected, cooled off, waits again
      profile: organised({
        serial: 5,
        name: '演示信息（虚构）有限公司',
        administrator: person(15),
        trade: 'shop',
        signatures: [
          { text: '虚构百货', source: 'TRADEMARK', isOnBehalf: true },
          { text: '演示信息', source: 'ORGANISATION_NAME' },
        ],
        behalf: onBehalfOf(105, '虚构百货（样本）有限公司', '莫须由', on(-60), on(300)),
      }),
      steps: [
        write('20d 10:00', { faults: { AUTHORISATION_LETTER: 'PHOTOCOPY' } }),
        submit('20d 10:35'),
        review('19d 11:10', 'lead', {
          part: 'AUTHORISATION_LETTER',
          reason: 'SUSPECTED_FORGERY',
          note: '两枚公章像素完全一致，疑为同一图片粘贴。',
        }),
        write('9d 09:20'),
        submit('4h'),
      ],
    },
    {
      phone: 6, // passport: waits
      locale: 'en',
      profile: individual({
        serial: 6,
        as: { idType: 'PASSPORT', name: 'Anna Specimen', idValidTo: on(900) },
        trade: 'codes',
        signatures: [{ text: 'SpecimenApp', source: 'APP' }],
      }),
      steps: [write('1d 15:30'), submit('1d 16:05')],
    },
    {
      phone: 7, // rejected: the cooling-off time runs
      profile: individual({ serial: 7, trade: 'shop', signatures: [{ text: '白给商城', source: 'SITE' }] }),
      steps: [
        write('4d 18:00', { faults: { ID_IN_HAND: 'SCREEN_PHOTO' } }),
        submit('4d 18:25'),
        review('3d 09:40', 'second', {
          part: 'ID_IN_HAND',
          reason: 'IDENTITY_MISUSE',
          note: '手持照片里的人与证件照片不是同一个人。',
        }),
      ],
    },
    {
      phone: 8, // members: two people, one account, one draft
      profile: organised({
        serial: 8,
        type: 'PRIVATE_NON_ENTERPRISE',
        name: '样本市演示学校',
        administrator: person(18),
        trade: 'school',
        signatures: [{ text: '演示学校', source: 'ORGANISATION_NAME' }],
      }),
      steps: [write('2d 08:50', { upTo: 'FIELDS' })],
    },
    {
      phone: 10, // expiring: in three weeks; the renewal is started
      profile: individual({ serial: 10, as: { idValidTo: on(20) } }),
      steps: [
        write('45d 10:20'),
        submit('45d 10:50'),
        review('44d 15:10', 'reviewer'),
        file('43d 10:00', 'FILED', ['CMCC', 'CUCC', 'CTCC']),
        file('36d 10:00', 'EFFECTIVE', ['CMCC', 'CUCC', 'CTCC']),
        renew('5d 20:30'),
      ],
    },
    {
      phone: 11, // suspended: after complaints
      profile: organised({
        serial: 11,
        name: '样本优选（演示）有限公司',
        trade: 'shop',
        signatures: [{ text: '样本优选', source: 'TRADEMARK' }],
      }),
      steps: [
        write('50d 09:10'),
        submit('50d 09:45'),
        review('49d 13:30', 'lead'),
        file('48d 10:00', 'FILED', ['CMCC', 'CUCC']),
        file('40d 10:00', 'EFFECTIVE', ['CMCC', 'CUCC']),
        suspend('30d 16:00', 'COMPLAINTS', '一周内收到 12 起退订无效的投诉，请先整改。'),
        resume('24d 11:30', 'RESOLVED', '退订已恢复有效。'),
        suspend('6d 17:15', 'COMPLAINTS', '退订再次失效。'),
      ],
    },
    {
      phone: 12, // held by a reviewer right now
      profile: individual({ serial: 12, trade: 'clinic', signatures: [{ text: '样本口腔', source: 'TRADEMARK' }] }),
      steps: [write('5h', { faults: { ID_EMBLEM: 'TOO_DARK' } }), submit('4h'), claim('1m', 'reviewer')],
    },
    {
      phone: 13, // urgent
      profile: organised({
        serial: 33,
        type: 'PUBLIC_INSTITUTION',
        name: '样本市急救演示中心',
        trade: 'clinic',
        signatures: [{ text: '样本急救', source: 'ORGANISATION_NAME' }],
      }),
      steps: [write('6h'), submit('5h'), urgent('3h')],
    },
  ]
}
