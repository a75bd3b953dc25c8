import type { SignatureSource } from '@/lib/db/generated/enums'
import { organisation } from './organisations'
import { fieldsOf, type Person, person } from './people'
import type { Profile } from './writing'

/** Lists what people send, by trade. All names say that they are made up. */
const TRADES = {
  books: {
    purposes: 'NOTIFICATION',
    audience: '在本店预订过图书的顾客，下单时同意接收到货通知',
    volume: 'UP_TO_1000',
    samples: ['您订的《样本集》到店了，请于本周日前凭尾号取书。退订回T', '您预约的读书会改到周六下午两点，地点不变。'],
  },
  noodles: {
    purposes: 'NOTIFICATION,MARKETING',
    audience: '办了会员卡的食客，办卡时勾选了接收优惠',
    volume: 'UP_TO_10000',
    samples: ['会员日牛肉面第二碗半价，仅限今天到店。拒收请回复R', '您的会员卡还剩 3 次，欢迎常来。'],
  },
  codes: {
    purposes: 'VERIFICATION',
    audience: '注册和登录本应用的用户',
    volume: 'UP_TO_100000',
    samples: ['您的验证码是 000000，5 分钟内有效。请勿告诉任何人。'],
  },
  parcels: {
    purposes: 'VERIFICATION,NOTIFICATION',
    audience: '寄件人与收件人，由寄件时填写的手机号通知',
    volume: 'OVER_100000',
    samples: ['您的快件已放入样本路 0 号柜，取件码 0000，请当日取出。', '验证码 000000，用于确认签收。'],
  },
  school: {
    purposes: 'NOTIFICATION',
    audience: '在读学生的家长，入学时留下的手机号',
    volume: 'UP_TO_10000',
    samples: ['明天因演练下午三点放学，请安排接送。', '秋季缴费通知已发出，请在家长端查看。'],
  },
  shop: {
    purposes: 'MARKETING,NOTIFICATION',
    audience: '一年内下过单并同意接收推广的会员',
    volume: 'UP_TO_100000',
    samples: ['会员专享：满 200 减 30，本周五截止。拒收请回复R', '您的订单已发出，预计后天送达。'],
  },
  clinic: {
    purposes: 'NOTIFICATION,VERIFICATION',
    audience: '预约就诊的患者本人',
    volume: 'UP_TO_10000',
    samples: ['您预约了 11 月 12 日上午的复诊，请带好病历。', '验证码 000000，用于查看检查结果。'],
  },
} as const

export type Trade = keyof typeof TRADES
type Signature = { text: string; source: SignatureSource; isOnBehalf?: boolean }

function use(trade: Trade): Record<string, string> {
  const { purposes, audience, volume } = TRADES[trade]
  return { 'use.purposes': purposes, 'use.audience': audience, 'use.monthlyVolume': volume }
}

type Individual = {
  serial: number
  trade?: Trade
  signatures?: readonly Signature[]
  supporting?: number
  as?: Partial<Person>
}

export function individual({ serial, trade = 'books', signatures, supporting = 0, as }: Individual): Profile {
  const someone = person(serial, as)
  const own: Signature = { text: `${someone.name.replace(/[^\p{L}]/gu, '')}书屋`, source: 'TRADEMARK' }
  return {
    kind: 'INDIVIDUAL',
    fields: { ...fieldsOf('person', someone), ...use(trade) },
    signatures: signatures ?? [own],
    samples: TRADES[trade].samples,
    supporting,
  }
}

type Organised = Omit<Parameters<typeof organisation>[0], 'head'> & {
  head?: Person
  trade?: Trade
  signatures: readonly Signature[]
  behalf?: Record<string, string>
  supporting?: number
}

export function organised({ trade = 'codes', signatures, behalf = {}, supporting = 0, ...given }: Organised): Profile {
  const head = given.head ?? person(given.serial)
  return {
    kind: 'ORGANISATION',
    fields: { ...organisation({ ...given, head }), ...use(trade), ...behalf },
    signatures,
    samples: TRADES[trade].samples,
    supporting,
  }
}
