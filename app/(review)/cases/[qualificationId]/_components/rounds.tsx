import { useTranslations } from 'next-intl'
import { useNames } from '@/components/review/names'
import { ShownFindings } from '@/components/review/shown-findings'
import { UnbrokenVersions } from '@/components/staff/unbroken-versions'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import { StatusBadge } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import { useBilingual } from '@/components/ui/use-bilingual'
import type { StoryNaming } from '@/lib/cases/read-story'
import type { StoryPart, StoryRound } from '@/lib/cases/story-rounds'
import { correctField as correctFieldChoice } from '@/lib/review/decisions/correctable'

const OUTCOMES = { APPROVED: 'success', CHANGES_REQUESTED: 'warning', REJECTED: 'danger' } as const

/** Shows each submitted revision, with what was concluded about each of its parts. */
export function Rounds({ rounds, naming }: { rounds: readonly StoryRound[]; naming: StoryNaming }) {
  const t = useTranslations('cases.rounds')
  return (
    <Card title={t('title')}>
      <div className="flex flex-col gap-3">
        {rounds.map((round, index) => (
          <details key={round.id} open={index === 0} className="rounded-md border">
            <summary className="flex min-h-11 cursor-pointer flex-wrap items-center gap-x-4 gap-y-1 px-3 py-1.5 compact:min-h-9">
              <Summary round={round} />
            </summary>
            <div className="border-t">
              <p className="px-3 py-1.5 text-xs text-text-muted">
                <UnbrokenVersions text={t('rules', { rulebook: round.rulebookVersion, letter: round.letterVersion })} />
              </p>
              <Parts parts={round.parts} revision={round.revision} naming={naming} />
            </div>
          </details>
        ))}
      </div>
    </Card>
  )
}

function Summary({ round: { revision, submittedAt, decision } }: { round: StoryRound }) {
  const t = useTranslations('cases.rounds')
  const review = useTranslations('review')
  return (
    <>
      <span className="font-medium">{review('case.revision', { revision })}</span>
      <span className="text-text-muted">
        <Moment at={submittedAt} />
      </span>
      {decision ? (
        <>
          <StatusBadge tone={OUTCOMES[decision.outcome]}>{review(`send.outcomes.${decision.outcome}`)}</StatusBadge>
          <span className="text-text-muted">
            {decision.reviewer ?? review('queue.someone')} · <Moment at={decision.decidedAt} />
          </span>
        </>
      ) : (
        <span className="text-text-muted">{t('undecided')}</span>
      )}
    </>
  )
}

function Parts({ parts, revision, naming }: { parts: readonly StoryPart[]; revision: number; naming: StoryNaming }) {
  const t = useTranslations('cases.rounds')
  const { nameOf } = useNames(naming)
  return (
    <Table caption={t('table', { revision })} isFlush>
      <TableHead headings={(['part', 'verdict', 'reasons'] as const).map((column) => t(`columns.${column}`))} />
      <tbody>
        {parts.map((part) => (
          <tr key={part.id}>
            <th scope="row" className="w-64">
              {nameOf(part)}
            </th>
            <td className="w-32 whitespace-nowrap">
              <Verdict part={part} />
            </td>
            <td className="min-w-64">
              <Why part={part} naming={naming} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function Verdict({ part: { verdict, isCarried } }: { part: StoryPart }) {
  const t = useTranslations('cases.rounds.verdicts')
  if (verdict === 'REFUSED') return <StatusBadge tone="danger">{t('REFUSED')}</StatusBadge>
  if (verdict === 'ACCEPTED') return <StatusBadge tone="success">{t('ACCEPTED')}</StatusBadge>
  return <span className="text-text-muted">{t(isCarried ? 'CARRIED' : 'OPEN')}</span>
}

type WhyProps = { part: StoryPart; naming: StoryNaming }

function Why({ part: { reasons, correction, correctionField, note, place, findings, late }, naming }: WhyProps) {
  const t = useTranslations('cases.rounds')
  const said = useBilingual()
  const { correctionName } = useNames(naming)
  const why = [
    ...reasons.map(({ name }) => said(name)),
    ...(correction ? [correctionName(correctionField ? correctFieldChoice(correctionField) : correction)] : []),
  ]
  return (
    <>
      {why.join(' · ')}
      {note ? <span className="block max-w-measure text-text-muted">{note}</span> : null}
      {place ? <Outlined place={place} /> : null}
      {findings.length > 0 ? (
        <div className="relative text-sm text-text-muted">
          <p>{t('shown')}</p>
          <ShownFindings findings={findings} naming={naming} />
        </div>
      ) : null}
      {late.length > 0 ? (
        <div className="relative text-sm text-text-muted">
          <p>{t('late')}</p>
          <ShownFindings findings={late} naming={naming} />
        </div>
      ) : null}
    </>
  )
}

/** Shows where on the page a place was outlined, without the page: a view of that is an act of its own. */
function Outlined({ place: { page, left, top, right, bottom } }: { place: NonNullable<StoryPart['place']> }) {
  const t = useTranslations('cases.rounds')
  return (
    <span className="mt-1 flex items-center gap-2 text-text-muted">
      <svg viewBox="0 0 32 24" aria-hidden="true" className="h-6 w-8 shrink-0 rounded-xs border bg-surface-sunken">
        <rect
          x={left * 32}
          y={top * 24}
          width={(right - left) * 32}
          height={(bottom - top) * 24}
          className="fill-danger/20 stroke-danger"
        />
      </svg>
      {t('outlined', { page: page + 1, left, right, top, bottom })}
    </span>
  )
}
