import { Info, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { slotId } from '@/components/qualifications/part-name'
import { useFindingWords } from '@/components/qualifications/use-finding-words'
import { Alert } from '@/components/ui/alert'
import { StatusBadge } from '@/components/ui/status-badge'
import type { DraftView } from '@/lib/qualifications/draft/read-draft'
import { taskOf } from '@/lib/qualifications/draft/tasks'
import { numberWithBirthDate } from '@/lib/rulebook/birth-date'
import { type Finding, type FindingPlace, isBeingExamined, type Severity } from '@/lib/rulebook/findings'
import { documentName, partName } from '@/lib/rulebook/part-names'
import { wordsOf } from '@/lib/rulebook/words'

const LOOKS = {
  block: { tone: 'danger', icon: OctagonAlert },
  warn: { tone: 'warning', icon: TriangleAlert },
  note: { tone: 'info', icon: Info },
} as const satisfies Record<Severity, { tone: string; icon: LucideIcon }>

/** Lists everything that was found in the draft, worst first, each with a link to where it is put right. */
export function Findings({ draft }: { draft: DraftView }) {
  const t = useTranslations('applicant.check')
  const severities = useTranslations('rulebook.severities')
  const nameOf = usePlaceName(draft)
  const wordsOfFinding = useFindingWords()
  const { findings } = draft
  const [worst] = findings
  if (!worst) return null
  const blocks = findings.filter(({ severity }) => severity === 'block')
  const isOnlyWaiting = blocks.length > 0 && blocks.every(isBeingExamined)
  return (
    <Alert tone={isOnlyWaiting ? 'info' : LOOKS[worst.severity].tone} title={<Counts findings={findings} />}>
      <ul className="mt-1 flex flex-col">
        {findings.map((finding) => {
          const { code, place } = finding
          const severity = isBeingExamined(finding) ? 'note' : finding.severity // nothing is to be done about it
          const { tone, icon } = LOOKS[severity]
          return (
            <li
              key={`${code} ${JSON.stringify(place)}`}
              className="flex flex-col items-start gap-x-3 pt-2 sm:flex-row sm:items-baseline"
            >
              <StatusBadge tone={tone} icon={icon}>
                {severities(severity)}
              </StatusBadge>
              <Link href={pathOf(draft, place)} className="link inline-block min-w-0 py-2">
                {t('problem', { place: nameOf(place), problem: wordsOfFinding(finding) })}
              </Link>
            </li>
          )
        })}
      </ul>
    </Alert>
  )
}

/** Says how many findings there are of each kind. A file that is being examined needs nothing from the applicant. */
function Counts({ findings }: { findings: readonly Finding[] }) {
  const t = useTranslations('applicant.check')
  const counts = {
    problems: findings.filter((finding) => finding.severity === 'block' && !isBeingExamined(finding)).length,
    examined: findings.filter(isBeingExamined).length,
    warnings: findings.filter(({ severity }) => severity === 'warn').length,
    notes: findings.filter(({ severity }) => severity === 'note').length,
  }
  return (['problems', 'examined', 'warnings', 'notes'] as const)
    .filter((key) => counts[key] > 0)
    .map((key) => (
      <span key={key} {...(key === 'examined' ? { role: 'status' } : {})} className="block">
        {t(key === 'examined' && counts.problems > 0 ? 'examinedToo' : key, { count: counts[key] })}
      </span>
    ))
}

function pathOf(draft: DraftView, place: FindingPlace): string {
  const page = `/qualifications/${draft.id}/${taskOf(draft.kind, { place })}`
  switch (place.on) {
    case 'FIELD':
      return `${page}#${fieldOf(draft, place.key)}`
    case 'DOCUMENT':
      return `${page}#${slotId(place.kind, place.senderSignatureId)}`
    case 'SIGNATURE':
    case 'SAMPLE':
      return `${page}#${place.id}`
    case 'SIGNATURES':
      return `${page}#signatures-title`
    case 'SAMPLES':
      return `${page}#samples-title`
    case 'GROUP':
      return page
  }
}

/**
 * Returns the field in which an answer is corrected: a date of birth that the ID number contains has none of its own.
 */
function fieldOf({ fields, locks }: DraftView, key: string): string {
  const number = numberWithBirthDate(key, fields)
  return number === null || locks.fields[number]?.isLocked ? key : number
}

/** Returns a function that names a place as the page does that it is on. */
function usePlaceName({ rules, fields, signatures, samples }: DraftView) {
  const t = useTranslations()
  const numberOf = (rows: readonly { id: string }[], id: string) => rows.findIndex((row) => row.id === id) + 1
  return (place: FindingPlace): string => {
    switch (place.on) {
      case 'FIELD':
        return t(`rulebook.fields.${place.key}.label`, wordsOf(fields))
      case 'GROUP':
        return partName(t, { kind: 'FIELDS', fieldGroup: place.group }, { answers: fields })
      case 'DOCUMENT': {
        const text = signatures.find(({ id }) => id === place.senderSignatureId)?.text ?? null
        return documentName(t, place.kind, { rules, answers: fields }, text)
      }
      case 'SIGNATURES':
        return partName(t, { kind: 'SENDER_SIGNATURE' })
      case 'SIGNATURE':
        return t('applicant.signatures.signature', { number: numberOf(signatures, place.id) })
      case 'SAMPLES':
        return t('rulebook.samples.title')
      case 'SAMPLE':
        return t('applicant.signatures.sample', { number: numberOf(samples, place.id) })
    }
  }
}
