import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import type { DocumentKind, QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { anOrganisationContent, ON_BEHALF, ORGANISATION, OTHER_ADMIN } from '@/tests/factories/contents'
import { aRegisteredApplicant, IDENTITY, USE } from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'

export type Random = {
  /** Returns true with this probability. */
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** Returns a non-negative integer below the limit. */
  below(limit: number): number
}

export function randomOf(next: () => number): Random {
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    chance: (probability) => next() < probability,
    below,
    pick: (list) => {
      const picked = list[below(list.length)]
      if (picked === undefined) throw new RangeError('Nothing to pick from')
      return picked
    },
  }
}

type Applicant = PersonActor & { accountId: string }

/** Holds the people who act, and what they act on. */
export type World = {
  random: Random
  applicants: Applicant[]
  staff: PersonActor[]
  everyone: PersonActor[]
  /** The qualifications that are still acted on; some of them are closed. */
  known: Known[]
}

export type Known = {
  id: string
  accountId: string
  kind: QualificationKind
  status: QualificationStatus
  revision: number
}

export async function makeWorld(random: Random): Promise<World> {
  const made = await Promise.all(Array.from({ length: 6 }, aRegisteredApplicant))
  const [first, second] = made
  if (!first || !second) throw new Error('Nobody is there')
  await database().membership.create({ data: { accountId: first.accountId, userId: second.id } })
  const applicants = made.map((one) => {
    return one.id === second.id ? { ...one, accountIds: [...one.accountIds, first.accountId] } : one
  })
  const staff = await Promise.all([
    someStaff(),
    someStaff(),
    someStaff({ accountIds: [first.accountId] }),
    someStaff({ roles: ['LEAD'] }),
    someStaff({ roles: ['ADMIN'] }),
    someStaff({ roles: ['AUDITOR'] }),
  ])
  return { random, applicants, staff, everyone: [...applicants, ...staff], known: [] }
}

export const membersOf = ({ applicants }: World, { accountId }: { accountId: string }): Applicant[] =>
  applicants.filter(({ accountIds }) => accountIds.includes(accountId))

/** Chooses the one that the world acts on next: mostly one in progress. */
export function someKnown({ known, random }: World, statuses?: readonly QualificationStatus[]): Known | null {
  const fitting = statuses ? known.filter(({ status }) => statuses.includes(status)) : known
  return fitting.length === 0 ? null : random.pick(fitting)
}

/** An answer that may be submitted, for each field. */
export const ANSWERS: Readonly<Record<string, string>> = {
  ...OTHER_ADMIN,
  ...ON_BEHALF,
  ...anOrganisationContent().fields,
  ...IDENTITY,
  ...USE,
}

/** Other answers that may be submitted, too. */
export const OTHERS: Readonly<Record<string, readonly string[]>> = {
  'person.name': ['王小明', '王晓明', '欧阳娜娜'],
  'person.idValidFrom': ['2020-01-01', '2021-02-03'],
  'organisation.name': [ORGANISATION['organisation.name'], '样本贸易（上海）有限公司'],
  'organisation.address': ['北京市朝阳区样本路1号', '上海市静安区样本路2号'],
  'organisation.validFrom': ['2018-05-04', '2019-01-01'],
  'legalRep.name': ['王样本', '赵样本'],
  'admin.isLegalRep': ['YES', 'NO'],
  'admin.name': ['李样本', '孙样本'],
  'principal.name': ['样本百货（上海）有限公司', '样本超市（杭州）有限公司'],
  'use.onBehalf': ['OWN_USE', 'ON_BEHALF'],
  'use.audience': ['本店的顾客', '下过单的会员', '门店的读者'],
  'use.monthlyVolume': ['UP_TO_1000', 'UP_TO_10000', 'UP_TO_100000'],
  'use.purposes': ['NOTIFICATION', 'VERIFICATION,NOTIFICATION'],
}

export const SIGNATURE_TEXTS = ['小明书屋', '小明阅读', '样本科技', '样本商城', '样本会员']
export const SAMPLE_TEXTS = ['您订的书到了。', '您的订单已发货。', '您的验证码已过期。']
export const DOCUMENTS: Readonly<Record<QualificationKind, readonly DocumentKind[]>> = {
  INDIVIDUAL: ['ID_PORTRAIT', 'ID_EMBLEM', 'ID_IN_HAND', 'COMMITMENT_LETTER', 'SUPPORTING'],
  ORGANISATION: ['LICENCE', 'LEGAL_REP_ID_PORTRAIT', 'ADMIN_ID_IN_HAND', 'COMMITMENT_LETTER', 'SUPPORTING'],
}
