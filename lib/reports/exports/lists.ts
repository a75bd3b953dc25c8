import 'server-only'
import type { Capability } from '@/lib/actor/capabilities'
import type { ExportSubject } from '@/lib/db/generated/enums'
import { auditList } from './audit-list'
import type { List } from './list'
import { qualificationList } from './qualification-list'

export const LISTS: Readonly<Record<ExportSubject, List>> = { AUDIT: auditList, QUALIFICATIONS: qualificationList }

/** Exporting each subject requires this capability. */
export const RIGHTS: Readonly<Record<ExportSubject, Capability>> = {
  AUDIT: 'audit.export',
  QUALIFICATIONS: 'report.export',
}
