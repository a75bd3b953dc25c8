import type { Target } from '../targets'

/**
 * Who may do what, in which state. Each cell is tried over HTTP on a running portal; every page, route and action of the
 * build stands here, and nothing else does.
 *
 * The columns, in groups, and the signs:
 *
 *     1 ++4 9333 3 4       +  allowed                            1  401, or sent to sign in
 *     │ │││ ││││ │ └ administrator                               3  403: visible, not permitted
 *     │ │││ ││││ └ auditor *  allowed, and shows what is declared 4  404: not visible
 *     │ │││ │││└ lead      >  sent on within the portal          9  409: permitted, not in this state
 *     │ │││ ││└ own: a reviewer who is a member of the account
 *     │ │││ │└ reviewer, who does not hold the claim
 *     │ │││ └ holder of the claim, or who held it
 *     │ ││└ stranger: an applicant of another account
 *     │ │└ member: another applicant of the account
 *     │ └ owner: the applicant of the account who began it
 *     └ anonymous, and whoever has no live session
 */
export type Cells = Readonly<Record<string, string>>

export type Entries = readonly (readonly [string, string])[]

type Common = {
  cells: Cells
  /** Where it succeeds it changes something: each such cell has a target of its own. */
  changes?: boolean
  /** Each try has a session of its own. */
  endsSession?: boolean
  /** What a session gets that still owes a step, where it is more than nobody. */
  owing?: '+'
  /** Takes or ends whatever there is, or there is one of it, and so comes last, alone. */
  takesAny?: boolean
}
export type TusMethod = 'OPTIONS' | 'HEAD' | 'PATCH' | 'DELETE'
export type Row = Common &
  (
    | {
        kind: 'route'
        name: string
        method: 'GET' | 'POST' | TusMethod
        path: string
        /** What is posted, where it isn't a picture. */
        form?: Entries
      }
    | {
        kind: 'action'
        name: string
        form: (target: Target) => Entries
        page?: string
        isPlain?: boolean
        previous?: object
      }
  )

export const ANYONE = '+ +++ ++++ + +'
/** Whatever they may. */
export const STAFF = '1 333 ++++ + +'
export const APPLICANTS = '1 +++ 3333 3 3'
export const OWNER = '1 ++4 3333 3 3'
export const OPEN = 'DRAFT CHANGES_REQUESTED'
export const CLOSED = 'SUBMITTED IN_REVIEW APPROVED REJECTED'

/** What an applicant writes to. Staff see none of it as theirs; what is not open any more is told so. */
export const TASK: Cells = { [OPEN]: OWNER, [CLOSED]: '1 >>4 3333 3 3', ABSENT: '1 444 3333 3 3' }
/** Of organisations, which the applications here are not: there is no such page of theirs. */
export const TASK_OF_OTHERS: Cells = { ...TASK, [OPEN]: '1 444 3333 3 3' }
export const WRITING: Cells = {
  DRAFT: '1 ++4 4444 4 4',
  CHANGES_REQUESTED: '1 ++4 3333 3 3', // of the picture that was refused
  [CLOSED]: '1 994 3333 3 3',
  ABSENT: '1 444 4444 4 4',
}

/** The same of what was accepted: it is locked. */
export const WRITING_ACCEPTED: Cells = { ...WRITING, CHANGES_REQUESTED: '1 994 3333 3 3' }

/** Colleagues and invitations are visible to who manages them, and to nobody else. */
export const MANAGING: Cells = { any: '1 444 4444 4 +' }

/** Holds and requests are visible to who reads of them. */
export const KEEPING: Cells = { any: '1 444 4444 3 +' }

/** An account of the owner's and another's: nobody else knows that it exists. */
export const MEMBERS: Cells = { any: '1 ++4 4444 4 4' }

export type ActionRow = Omit<Row & { kind: 'action' }, 'kind' | 'name'>
export const aboutIt = ({ qualificationId }: Target): Entries => [['qualificationId', qualificationId]]
