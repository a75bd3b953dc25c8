import { ACCOUNT } from './table/account'
import { ADMINISTRATION } from './table/administration'
import { APPLICATION } from './table/application'
import type { Row } from './table/cells'
import { PAGES } from './table/pages'
import { EXPORTING, REPORTS } from './table/reports'
import { REVIEW } from './table/review'
import { SIGN_IN, SIGN_IN_HERE } from './table/sign-in'
import { UPLOADS } from './table/uploads'

const ACTIONS = { ...SIGN_IN, ...APPLICATION, ...ACCOUNT, ...ADMINISTRATION, ...REPORTS, ...REVIEW }

/** Lists every page, route and action of the build; `table/cells.ts` explains how a row is read. */
export const TABLE: readonly Row[] = [
  ...PAGES,
  ...UPLOADS,
  EXPORTING,
  SIGN_IN_HERE,
  ...Object.entries(ACTIONS).map(([name, row]): Row => ({ kind: 'action', name, ...row })),
]
