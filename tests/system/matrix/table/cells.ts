import type { Target } from '../target'

/**
 * This table says who may do what, in which state. Each cell is tried over HTTP on a running portal; every page, route
 * and action of the build is in it, and nothing else.
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
 *     │ └ owner: the applicant of the account who started it
 *     └ anonymous, and sessions that are not open
 */
export type Cells = Readonly<Record<string, string>>

export type Entries = readonly (readonly [string, string])[]

/** An applicant who has what the act takes, and the form that they send. */
export type Newcomer = { cookie: string; form: Entries }

type Common = {
  cells: Cells
  /** A success changes something: each such cell has a target of its own. */
  changes?: boolean
  /** Says that the act reads the picture itself, which most targets lack. */
  needsPicture?: boolean
  /** Each try has a session of its own. */
  endsSession?: boolean
  /** The answer to a session whose sign-in requires another step, where it gets more than a visitor does. */
  owing?: '+'
  /** The answer to a phone that uploads for a draft, where it gets more than a visitor does (decision 68). */
  phone?: '+' | '4' | '>'
  /** The same of a browser that opened the link to a letter (decision 77). */
  forwarded?: '+' | '4' | '>'
  /** Says that the act removes or closes everything, or has only one target, and so comes last, alone. */
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
        /** The body that is posted, where it isn't a picture. */
        form?: Entries
      }
    | {
        kind: 'action'
        name: string
        form: (target: Target) => Entries
        page?: string
        isPlain?: boolean
        previous?: object
        /** Each applicant who tries it is such a one, and has to succeed: with another's form they would be refused. */
        newcomer?: () => Promise<Newcomer>
      }
  )

export const ANYONE = '+ +++ ++++ + +'
/** Nobody who signs in gets anything here: these are for phones and links to letters alone. */
export const PHONES: Cells = { any: '1 111 1111 1 1' }
/** All roles may do this. */
export const STAFF = '1 333 ++++ + +'
export const APPLICANTS = '1 +++ 3333 3 3'
export const OWNER = '1 ++4 3333 3 3'
export const OPEN = 'DRAFT CHANGES_REQUESTED'
export const CLOSED = 'SUBMITTED IN_REVIEW APPROVED REJECTED'

/**
 * Applies to a row that an applicant writes to. Staff don't see it as theirs; once it is closed, the answer says so.
 */
export const TASK: Cells = { [OPEN]: OWNER, [CLOSED]: '1 >>4 3333 3 3', ABSENT: '1 444 3333 3 3' }
/** Applies to a row of organisations, which the applications here are not: they have no such page. */
export const TASK_OF_OTHERS: Cells = { ...TASK, [OPEN]: '1 444 3333 3 3' }
export const WRITING: Cells = {
  DRAFT: '1 ++4 4444 4 4',
  CHANGES_REQUESTED: '1 ++4 3333 3 3', // of the picture that was refused
  [CLOSED]: '1 994 3333 3 3',
  ABSENT: '1 444 4444 4 4',
}

/** Says the same of an accepted picture: it is locked. */
export const WRITING_ACCEPTED: Cells = { ...WRITING, CHANGES_REQUESTED: '1 994 3333 3 3' }

/** Staff and invitations are visible to people who manage them, and to nobody else. */
export const MANAGING: Cells = { any: '1 444 4444 4 +' }

/** Holds and requests are visible to people who may read them. */
export const KEEPING: Cells = { any: '1 444 4444 3 +' }

/** Applies to an account of the owner's and another's: nobody else knows that it exists. */
export const MEMBERS: Cells = { any: '1 ++4 4444 4 4' }

export type ActionRow = Omit<Row & { kind: 'action' }, 'kind' | 'name'>
export const aboutIt = ({ qualificationId }: Target): Entries => [['qualificationId', qualificationId]]
