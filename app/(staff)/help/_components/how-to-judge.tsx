import { Check, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { DocumentExamples } from '@/components/documents/document-examples'
import { StatusBadge } from '@/components/ui/status-badge'
import { useBilingual } from '@/components/ui/use-bilingual'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { documentName, partName } from '@/lib/rulebook/part-names'
import type { ReasonCatalogue } from '@/lib/rulebook/reason-catalogue'
import { type RefusedPart, reasonsFor } from '@/lib/rulebook/reasons'
import type { DocumentSlot, KindRules } from '@/lib/rulebook/rulebook'
import { type Answers, documentExample, documentWordsKey, isWithoutSeal, wordsOf } from '@/lib/rulebook/words'

type Props = { kind: QualificationKind; rules: KindRules; catalogue: ReasonCatalogue }

/** The answers of an organisation that signs its letter without a seal: the letter then shows something else. */
const WITHOUT_SEAL: Answers = { 'organisation.type': 'INDIVIDUAL_BUSINESS', 'organisation.hasSeal': 'NO' }

/** Shows what is right and wrong in each part of such an applicant's submission, and for what it can be refused. */
export function HowToJudge({ kind, rules, catalogue }: Props) {
  const say = useTranslations()
  const of = (part: RefusedPart) => <Reasons kind={kind} catalogue={catalogue} part={part} />
  const documents = rules.documents.flatMap((slot) => {
    const isSealed = slot.kind === 'COMMITMENT_LETTER' && kind === 'ORGANISATION'
    return [{ slot, answers: {} }, ...(isSealed ? [{ slot, answers: WITHOUT_SEAL }] : [])]
  })
  return (
    <div className="divide-y border-y">
      <Part name={say('review.declared.title')}>{of({ kind: 'FIELDS' })}</Part>
      <Part name={partName(say, { kind: 'SENDER_SIGNATURE' })}>{of({ kind: 'SENDER_SIGNATURE' })}</Part>
      <Part name={partName(say, { kind: 'SAMPLE_MESSAGES' })}>{of({ kind: 'SAMPLE_MESSAGES' })}</Part>
      {documents.map(({ slot, answers }) => (
        <Part
          key={`${slot.kind} ${isWithoutSeal(answers)}`}
          name={
            isWithoutSeal(answers)
              ? say('review.help.withoutSeal', { name: documentName(say, slot.kind) })
              : documentName(say, slot.kind)
          }
        >
          <Looks kind={kind} slot={slot} answers={answers} />
          {of({ kind: 'DOCUMENT', documentKind: slot.kind })}
        </Part>
      ))}
    </div>
  )
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <details>
      <summary className="cursor-pointer py-3 font-medium">{name}</summary>
      <div className="flex flex-col gap-3 pb-5">{children}</div>
    </details>
  )
}

/** Shows how a document should look, as applicants are shown it. */
function Looks({ kind, slot, answers }: { kind: QualificationKind; slot: DocumentSlot; answers: Answers }) {
  const t = useTranslations('rulebook')
  const isOrganisation = kind === 'ORGANISATION'
  const key = documentWordsKey(slot.kind, answers, isOrganisation)
  const words = { ...wordsOf(answers), max: slot.max }
  const example = documentExample(slot.kind, answers, isOrganisation)
  return (
    <>
      <ul className="flex flex-col gap-1">
        <li className="flex gap-1.5">
          <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
          {t(`documents.${key}.right`, words)}
        </li>
        <li className="flex gap-1.5">
          <X aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
          {t(`documents.${key}.wrong`, words)}
        </li>
      </ul>
      {example ? <DocumentExamples kind={example} /> : null}
    </>
  )
}

/** Lists the reasons for which a part can be refused, with their criteria. */
function Reasons({ kind, catalogue, part }: Pick<Props, 'kind' | 'catalogue'> & { part: RefusedPart }) {
  const t = useTranslations('review.judge')
  const said = useBilingual()
  return (
    <section>
      <h3 className="font-medium">{t('reasons')}</h3>
      <dl className="mt-1 grid gap-x-6 gap-y-2 sm:grid-cols-2">
        {reasonsFor(catalogue, kind, part).map(({ code, kind: effect, name, means }) => (
          <div key={code}>
            <dt className="font-medium">
              {said(name)} {effect === 'final' ? <StatusBadge tone="danger">{t('final')}</StatusBadge> : null}
            </dt>
            <dd className="text-text-muted">{said(means)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
