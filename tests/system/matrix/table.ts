import { ACCOUNT } from './table/account'
import { ADMINISTRATION } from './table/administration'
import { APPLICATION } from './table/application'
import type { Row } from './table/cells'
import { PAGES } from './table/pages'
import { EXPORTING, REPORTS } from './table/reports'
import { REVIEW } from './table/review'
import { SIGN_IN } from './table/sign-in'
import { UPLOADS } from './table/uploads'

const ACTIONS = { ...SIGN_IN, ...APPLICATION, ...ACCOUNT, ...ADMINISTRATION, ...REPORTS, ...REVIEW }

/** Every page, route and action of the build; how a row is read stands in `table/cells.ts`. */
export const TABLE: readonly Row[] = [
  ...PAGES,
  ...UPLOADS,
  EXPORTING,
  ...Object.entries(ACTIONS).map(([name, row]): Row => ({ kind: 'action', name, ...row })),
]
