import type { DocumentKind } from '@/lib/db/generated/enums'

/** Where each file lies in an export's archive, by id, and which are not in it though they were there. */
export type ExportedFiles = {
  paths: Map<string, string>
  leftOut: { fileId: string; reference: string; kind: DocumentKind; because: 'ERASED_MEANWHILE' | 'ADDED_MEANWHILE' }[]
}
