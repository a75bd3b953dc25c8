import type { StaffRole } from '@/lib/db/generated/enums'
import { type Person, person } from './people'

/**
 * Lists the people of the demo, as shown on the sign-in pages. It has no secret: it opens a portal that only this
 * machine reaches and in which nobody is real. Each has a sentence in `demo.cast` of both message files.
 */

type Colleague = { key: string; name: string; email: string; password: string; roles: readonly StaffRole[] }

const colleague = (key: string, name: string, account: string, ...roles: StaffRole[]): Colleague => ({
  key,
  name,
  email: `${account}@zhunxin.example`,
  password: `willow-lantern-${key}`,
  roles,
})

export const DEMO_STAFF = {
  reviewer: colleague('reviewer', '陈默', 'chenmo', 'REVIEWER'),
  second: colleague('second', '苏合', 'suhe', 'REVIEWER'),
  lead: colleague('lead', '高原', 'gaoyuan', 'LEAD'),
  auditor: colleague('auditor', '秦鉴', 'qinjian', 'AUDITOR'),
  administrator: colleague('administrator', '周岚', 'zhoulan', 'ADMIN'),
} as const satisfies Record<string, Colleague>

export type StaffKey = keyof typeof DEMO_STAFF

/** Lists phones of 154, a segment that no carrier has. The first has no account yet: signing in by it registers one. */
export const DEMO_APPLICANTS = [
  { key: 'newcomer', phone: '15400000000' },
  { key: 'draft', phone: '15400000001' },
  { key: 'changes', phone: '15400000002' },
  { key: 'enterprise', phone: '15400000003' },
  { key: 'business', phone: '15400000004' },
  { key: 'agency', phone: '15400000005' },
  { key: 'passport', phone: '15400000006' },
  { key: 'rejected', phone: '15400000007' },
  { key: 'members', phone: '15400000008' },
  { key: 'member', phone: '15400000009' },
  { key: 'expiring', phone: '15400000010' },
  { key: 'suspended', phone: '15400000011' },
] as const

/** A newcomer may apply as this person: the documents are in the data folder, ready to be uploaded. */
export const NEWCOMER: Person = person(901, { name: '新样本' })
