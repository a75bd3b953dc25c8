import type { DocumentKind, PartKind } from '@/lib/db/generated/enums'
import { DOCUMENT_KINDS } from '@/lib/rulebook/document-kinds'

/** Lists what is judged together, as a person's details and the pictures that show them, in the workbench's order. */
const EVIDENCE_GROUPS = ['PERSON', 'ORGANISATION', 'LEGAL_REP', 'ADMIN', 'PRINCIPAL', 'LETTER', 'SENDING'] as const
export type EvidenceGroup = (typeof EVIDENCE_GROUPS)[number]

type Grouped = { kind: PartKind; fieldGroup: string | null; documentKind: DocumentKind | null }

const OF_FIELDS: Record<string, EvidenceGroup> = {
  identity: 'PERSON',
  contact: 'PERSON',
  organisation: 'ORGANISATION',
  legalRep: 'LEGAL_REP',
  admin: 'ADMIN',
  principal: 'PRINCIPAL',
}

const OF_SUBJECT = {
  person: 'PERSON',
  organisation: 'ORGANISATION',
  legalRep: 'LEGAL_REP',
  admin: 'ADMIN',
  principal: 'PRINCIPAL',
} as const

function groupOf({ kind, fieldGroup, documentKind }: Grouped): EvidenceGroup {
  if (kind === 'FIELDS') return OF_FIELDS[fieldGroup ?? ''] ?? 'SENDING'
  if (!documentKind) return 'SENDING'
  if (documentKind === 'COMMITMENT_LETTER') return 'LETTER'
  const { subject } = DOCUMENT_KINDS[documentKind]
  return subject ? OF_SUBJECT[subject] : 'SENDING'
}

/**
 * Returns the parts by what is judged together, each group in the order of its parts. A picture of an administrator who
 * is the legal representative, and so has no details of their own, is shown with the representative's; the contact of
 * an organisation with the organisation's.
 */
export function evidenceGroups<P extends Grouped>(parts: readonly P[]): { group: EvidenceGroup; parts: P[] }[] {
  const hasOwnAdmin = parts.some(({ fieldGroup }) => fieldGroup === 'admin')
  const isOrganisation = parts.some(({ fieldGroup }) => fieldGroup === 'organisation')
  const hasRepresentative = parts.some((part) => groupOf(part) === 'LEGAL_REP')
  const shownIn = (part: P): EvidenceGroup => {
    const group = groupOf(part)
    if (group === 'PERSON' && isOrganisation) return 'ORGANISATION'
    return group === 'ADMIN' && !hasOwnAdmin && hasRepresentative ? 'LEGAL_REP' : group
  }
  return EVIDENCE_GROUPS.map((group) => ({ group, parts: parts.filter((part) => shownIn(part) === group) })).filter(
    (each) => each.parts.length > 0,
  )
}
