import type { QualificationKind } from '@/lib/db/generated/enums'
import { known, knownSources } from '@/lib/rulebook/editing/known-rules'
import type { RuleVersionView } from '@/lib/rulebook/editing/queries'
import { draftIn } from '../../../_components/draft-in'
import { DocumentsSection } from './documents-section'
import { FieldsSection } from './fields-section'
import { Preview } from './preview'
import { RetentionSection } from './retention-section'
import type { SectionName } from './sections'
import { SignaturesSection } from './signatures-section'
import { TermsSection } from './terms-section'

type Props = {
  view: RuleVersionView<'RULEBOOK'>
  section: SectionName
  query: Record<string, string | string[] | undefined>
}

export function Section({ view, section, query }: Props) {
  const rulebook = view.content
  const draft = draftIn(view)
  if (section === 'PREVIEW') return <Preview rulebook={rulebook} query={query} />
  if (section === 'TERMS') return <TermsSection draft={draft} rulebook={rulebook} />
  if (section === 'RETENTION') return <RetentionSection draft={draft} rulebook={rulebook} />
  const kind: QualificationKind = section.startsWith('INDIVIDUAL') ? 'INDIVIDUAL' : 'ORGANISATION'
  const rules = rulebook.kinds[kind]
  if (!rules) return null
  const props = { draft, kind, rules }
  const { idTypes, groups, documents } = known(kind)
  if (section.endsWith('FIELDS')) return <FieldsSection {...props} known={{ idTypes, groups }} />
  if (section.endsWith('DOCUMENTS')) return <DocumentsSection {...props} known={documents} />
  return <SignaturesSection {...props} known={knownSources(kind)} />
}
