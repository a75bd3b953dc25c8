import 'server-only'
import type { Capability } from '@/lib/auth/capabilities'
import { auditList } from './audit-list'
import type { ExportSubject } from './formats'
import type { List } from './list'
import { qualificationList } from './qualification-list'

export const LISTS: Readonly<Record<ExportSubject, List>> = { AUDIT: auditList, QUALIFICATIONS: qualificationList }

/** What may take each out. */
export const RIGHTS: Readonly<Record<ExportSubject, Capability>> = {
  AUDIT: 'audit.export',
  QUALIFICATIONS: 'report.export',
}
