import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { StatusBadge } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import { useSaid } from '@/components/ui/use-said'
import { ViewerTime } from '@/components/ui/viewer-time'
import { mendField as mendFieldChoice } from '@/lib/review/mendable'
import type { StoryNaming } from '@/lib/review/read-story'
import type { StoryPart, StoryRound } from '@/lib/review/story-rounds'
import { useNames } from '../../../queue/[qualificationId]/_components/names'

const OUTCOMES = { APPROVED: 'success', CHANGES_REQUESTED: 'warning', REJECTED: 'danger' } as const

/** Each revision that was handed in, with what was concluded about each of its parts. */
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
                {t('rules', { rulebook: round.rulebookVersion, letter: round.letterVersion })}
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
        <ViewerTime at={submittedAt} />
      </span>
      {decision ? (
        <>
          <StatusBadge tone={OUTCOMES[decision.outcome]}>{review(`send.outcomes.${decision.outcome}`)}</StatusBadge>
          <span className="text-text-muted">
            {decision.reviewer ?? review('queue.someone')} · <ViewerTime at={decision.decidedAt} />
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

function Why({ part: { reasons, mend, mendField, note }, naming }: WhyProps) {
  const said = useSaid()
  const { mendName } = useNames(naming)
  const why = [
    ...reasons.map(({ name }) => said(name)),
    ...(mend ? [mendName(mendField ? mendFieldChoice(mendField) : mend)] : []),
  ]
  return (
    <>
      {why.join(' · ')}
      {note ? <span className="block max-w-measure text-text-muted">{note}</span> : null}
    </>
  )
}
