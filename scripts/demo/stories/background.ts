import { onBehalfOf } from '../organisations'
import { person } from '../people'
import { individual, organised } from '../profiles'
import { claim, correct, file, review, revoke, type Story, submit, suspend, urgent, withdraw, write } from '../steps'
import type { Calendar } from './shown'

/** Returns all the others, so that queue, log and figures look as on a working day. */
export function backgroundStories(on: Calendar): Story[] {
  return [...drafts(), ...ended(on), ...decided(on), ...changes(), ...waiting(on)]
}

const shop = (serial: number, name: string, sign: string) =>
  organised({ serial, name, trade: 'shop', signatures: [{ text: sign, source: 'ORGANISATION_NAME' }] })

function drafts(): Story[] {
  return [
    { phone: 21, profile: individual({ serial: 21 }), steps: [write('2h', { upTo: 'BEGUN' })] },
    {
      phone: 23,
      profile: organised({
        serial: 23,
        type: 'PARTNERSHIP',
        name: '样本合伙律师事务所（演示）',
        administrator: person(43),
        trade: 'codes',
        signatures: [{ text: '样本律所', source: 'ORGANISATION_NAME' }],
      }),
      steps: [write('5d 10:30', { upTo: 'SIGNATURES' })],
    },
    { phone: 24, profile: individual({ serial: 24 }), steps: [write('1d 22:15')] },
    // Untouched for a month: it lapses by itself.
    { phone: 25, profile: individual({ serial: 25 }), steps: [write('34d 09:00', { upTo: 'FIELDS' })] },
  ]
}

function ended(on: Calendar): Story[] {
  return [
    {
      phone: 26,
      profile: individual({ serial: 26 }),
      steps: [write('8d 10:00', { upTo: 'FIELDS' }), withdraw('7d 12:00')],
    },
    {
      phone: 27,
      profile: individual({ serial: 27, trade: 'noodles' }),
      steps: [write('6d 14:00'), submit('6d 14:30'), withdraw('5d 09:00')],
    },
    {
      phone: 29,
      profile: individual({ serial: 29, as: { idValidTo: on(-6) } }),
      steps: [write('52d 10:00'), submit('52d 10:30'), review('51d 11:00', 'reviewer')],
    },
    {
      phone: 31,
      profile: shop(31, '虚拟好物（演示）有限公司', '虚拟好物'),
      steps: [
        write('47d 09:00'),
        submit('47d 09:30'),
        review('46d 14:00', 'second'),
        suspend('20d 10:00', 'SUSPECTED_FRAUD'),
        revoke('13d 15:00', 'SUSPECTED_FRAUD', '经核实，短信中的链接指向假冒网站。'),
      ],
    },
    {
      phone: 32,
      profile: individual({ serial: 32, trade: 'shop' }),
      steps: [
        write('27d 16:00'),
        submit('27d 16:20'),
        review('26d 10:20', 'reviewer', {
          part: 'SAMPLE_MESSAGES',
          reason: 'PROHIBITED_USE',
          note: '样例为网络借贷推广。',
        }),
      ],
    },
    {
      phone: 33,
      profile: shop(34, '样本代发（演示）有限公司', '样本代发'),
      steps: [
        write('15d 16:00', { faults: { LICENCE: 'PHOTOCOPY' } }),
        submit('15d 16:20'),
        review('14d 10:20', 'lead', { part: 'LICENCE', reason: 'SUSPECTED_FORGERY', note: '登记机关印章与样式不符。' }),
      ],
    },
  ]
}

function decided(on: Calendar): Story[] {
  const approved = (
    phone: number,
    days: number,
    by: 'reviewer' | 'second' | 'lead',
    profile: Story['profile'],
  ): Story => ({
    phone,
    profile,
    steps: [
      write(`${days}d 09:${10 + (phone % 40)}`),
      submit(`${days}d 10:${10 + (phone % 40)}`),
      review(`${days - 1}d 13:${10 + (phone % 40)}`, by),
    ],
  })
  return [
    {
      ...approved(40, 38, 'reviewer', individual({ serial: 35, as: { idType: 'HK_MACAO_PERMIT' }, trade: 'codes' })),
    },
    approved(42, 29, 'reviewer', individual({ serial: 37, as: { idType: 'HMT_RESIDENCE_PERMIT' }, trade: 'noodles' })),
    approved(
      43,
      25,
      'second',
      individual({ serial: 38, as: { idType: 'FOREIGN_PERMANENT_RESIDENT_ID', name: 'Erik Muster' }, trade: 'codes' }),
    ),
    approved(
      44,
      23,
      'lead',
      organised({
        serial: 44,
        type: 'GOVERNMENT',
        name: '样本市演示区教育局（虚构）',
        trade: 'school',
        signatures: [{ text: '演示教育', source: 'ORGANISATION_NAME' }],
      }),
    ),
    approved(
      45,
      19,
      'reviewer',
      organised({
        serial: 45,
        type: 'FOUNDATION',
        name: '样本公益基金会（演示）',
        administrator: person(55),
        trade: 'school',
        signatures: [{ text: '样本公益', source: 'ORGANISATION_NAME' }],
      }),
    ),
    {
      ...approved(
        47,
        12,
        'lead',
        organised({
          serial: 47,
          name: '范例云（虚构）有限公司',
          administrator: person(57),
          trade: 'codes',
          signatures: [{ text: '样本书城', source: 'TRADEMARK', isOnBehalf: true }],
          behalf: onBehalfOf(147, '样本书城（演示）有限公司', '贾设', on(-40), on(200)),
        }),
      ),
    },
    approved(
      48,
      10,
      'reviewer',
      organised({
        serial: 48,
        name: '样本旧厂（演示）',
        isOldCode: true,
        trade: 'parcels',
        signatures: [{ text: '样本旧厂', source: 'ORGANISATION_NAME' }],
      }),
    ),
    {
      phone: 49, // runs out within a week
      profile: individual({ serial: 49, as: { idValidTo: on(5) }, trade: 'clinic' }),
      steps: [
        write('33d 10:00'),
        submit('33d 10:30'),
        review('32d 11:00', 'second'),
        file('31d 10:00', 'FILED', ['CMCC']),
        file('27d 10:00', 'EFFECTIVE', ['CMCC']),
      ],
    },
    approved(51, 5, 'reviewer', individual({ serial: 51, trade: 'noodles', supporting: 2 })),
  ]
}

function changes(): Story[] {
  return [
    {
      phone: 60,
      profile: individual({ serial: 52 }),
      steps: [
        write('5d 10:00', { faults: { ID_EMBLEM: 'WRONG_SIDE' } }),
        submit('5d 10:20'),
        review('4d 11:00', 'reviewer', { part: 'ID_EMBLEM', reason: 'WRONG_SIDE' }),
      ],
    },
    {
      phone: 61,
      profile: organised({
        serial: 53,
        name: '演示旅行（虚构）有限公司',
        administrator: person(63),
        trade: 'codes',
        signatures: [{ text: '演示旅行', source: 'APP' }],
      }),
      steps: [
        write('4d 09:00', { faults: { COMMITMENT_LETTER: 'SEAL_MISSING', LEGAL_REP_ID_PORTRAIT: 'LOW_RESOLUTION' } }),
        submit('4d 09:40'),
        review(
          '2d 15:00',
          'second',
          { part: 'COMMITMENT_LETTER', reason: 'SEAL_MISSING' },
          { part: 'LEGAL_REP_ID_PORTRAIT', reason: 'LOW_RESOLUTION' },
        ),
      ],
    },
    {
      phone: 62,
      profile: individual({ serial: 54, trade: 'clinic' }),
      steps: [
        write('7d 19:00', { mistakes: { 'person.idValidFrom': '2015-01-15' } }),
        submit('7d 19:20'),
        review('6d 10:00', 'second', { part: 'identity', reason: 'DATE_INVALID', field: 'person.idValidFrom' }),
      ],
    },
  ]
}

function waiting(on: Calendar): Story[] {
  return [
    {
      phone: 72,
      profile: individual({ serial: 58, trade: 'shop' }),
      steps: [write('2d 14:00'), submit('2d 14:30'), urgent('20h')],
    },
    {
      phone: 73, // submitted again
      profile: individual({ serial: 59, trade: 'noodles' }),
      steps: [
        write('6d 10:00', { faults: { ID_IN_HAND: 'BLURRED' } }),
        submit('6d 10:20'),
        review('5d 11:00', 'second', {
          part: 'ID_IN_HAND',
          reason: 'CARD_UNREADABLE_IN_HAND',
          note: '号码最后四位看不清。',
        }),
        correct('7h'),
      ],
    },
    {
      phone: 74, // submitted again, and still not right
      profile: organised({
        serial: 60,
        name: '虚构课堂（样本）有限公司',
        administrator: person(70),
        trade: 'school',
        signatures: [{ text: '虚构课堂', source: 'SITE' }],
      }),
      steps: [
        write('8d 10:00', {
          faults: { SIGNATURE_EVIDENCE: 'CROPPED' },
          mistakes: { 'use.audience': '家长' },
        }),
        submit('8d 10:40'),
        review(
          '7d 14:00',
          'reviewer',
          { part: 'SIGNATURE_EVIDENCE', reason: 'CROPPED' },
          { part: 'use', reason: 'CONTENT_UNCLEAR', field: 'use.audience', note: '哪些家长？号码从何而来？' },
        ),
        correct('3h'),
      ],
    },
    {
      phone: 76,
      profile: organised({
        serial: 62,
        name: '样本租车（演示）有限公司',
        administrator: person(72),
        trade: 'parcels',
        signatures: [
          { text: '样本租车', source: 'ORGANISATION_NAME' },
          { text: '样本出行', source: 'APP' },
        ],
      }),
      steps: [write('22h'), submit('21h')],
    },
    {
      phone: 77,
      profile: individual({ serial: 63, trade: 'noodles', supporting: 1 }),
      steps: [write('9h'), submit('8h')],
    },
    {
      phone: 78,
      profile: organised({
        serial: 64,
        name: '代发演示（虚构）有限公司',
        trade: 'shop',
        signatures: [{ text: '样本鞋城', source: 'TRADEMARK', isOnBehalf: true }],
        behalf: onBehalfOf(164, '样本鞋城（演示）有限公司', '游例', on(-10), on(355)),
      }),
      steps: [write('7h'), submit('6h')],
    },
    {
      phone: 79,
      profile: individual({ serial: 65, as: { idType: 'HK_MACAO_PERMIT' } }),
      steps: [write('150m'), submit('130m')],
    },
    { phone: 81, profile: individual({ serial: 67, trade: 'clinic' }), steps: [write('40m'), submit('25m')] },
    {
      phone: 82, // held by the other reviewer
      profile: shop(68, '样本宠物（演示）有限公司', '样本宠物'),
      steps: [write('10h'), submit('9h'), claim('2m', 'second')],
    },
    // More of the same people: an account may have several.
    {
      phone: 3,
      profile: organised({
        serial: 3,
        name: '样本快递（演示）有限公司',
        administrator: person(13),
        trade: 'shop',
        signatures: [{ text: '样本优惠', source: 'TRADEMARK' }],
      }),
      steps: [write('8h'), submit('5h')],
    },
    {
      phone: 6,
      locale: 'en',
      profile: individual({
        serial: 6,
        as: { idType: 'PASSPORT', name: 'Anna Specimen', idValidTo: on(900) },
        trade: 'books',
        signatures: [{ text: 'SpecimenBooks', source: 'SITE' }],
      }),
      steps: [write('3h', { upTo: 'FIELDS' })],
    },
  ]
}
