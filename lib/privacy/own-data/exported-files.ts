import type { DocumentKind } from '@/lib/db/generated/enums'

/** Says where each file is in an export's archive, by id, and which were stored but are missing from it. */
export type ExportedFiles = {
  paths: Map<string, string>
  leftOut: { fileId: string; reference: string; kind: DocumentKind; because: 'ERASED_MEANWHILE' | 'ADDED_MEANWHILE' }[]
}
