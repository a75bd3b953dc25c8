import { Download } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { DescriptionList } from '@/components/ui/description-list'
import { Moment } from '@/components/ui/moment'
import type { SubmittedCopy } from '@/lib/cases/read-submitted'

/** Shows when, by whom and under which rules it was submitted, with its receipt and the other submissions. */
export function SubmittedFacts({ copy }: { copy: SubmittedCopy }) {
  const t = useTranslations('submitted.page')
  const status = useTranslations('common.status')
  const { id, reference, revision, submittedAt, submittedBy, rulebookVersion, letterVersion, decision, content } = copy
  const { isSelf, phone, client } = submittedBy
  const member = isSelf ? t('self') : (phone ?? t('erasedMember'))
  const by = client === null ? member : t('client', { name: client })
  return (
    <Card>
      <DescriptionList
        items={[
          { term: t('facts.reference'), value: <span className="numeric select-all">{reference}</span> },
          { term: t('facts.submittedAt'), value: <Moment at={submittedAt} /> },
          { term: t('facts.submittedBy'), value: <span className="numeric">{by}</span> },
          { term: t('facts.rules'), value: t('versions', { rulebook: rulebookVersion, letter: letterVersion }) },
          {
            term: t('facts.result'),
            value: decision ? (
              <>
                {status(decision.outcome)} <Moment at={decision.decidedAt} />
              </>
            ) : (
              t('undecided')
            ),
          },
        ]}
      />
      {content ? (
        <a
          href={`/api/qualifications/${id}/receipts/${revision}`}
          download
          className="link mt-2 inline-flex min-h-11 items-center gap-1.5"
        >
          <Download aria-hidden className="size-4 shrink-0" />
          {t('receipt')}
        </a>
      ) : null}
      <Others copy={copy} />
    </Card>
  )
}

function Others({ copy: { id, revision, revisions } }: { copy: SubmittedCopy }) {
  const t = useTranslations('submitted.page')
  if (revisions.length === 1) return null
  return (
    <nav aria-label={t('others')} className="mt-2 border-t pt-2">
      <ul className="flex flex-wrap gap-x-5">
        {revisions.map((other) => (
          <li key={other}>
            <Link
              href={`/qualifications/${id}/submitted/${other}`}
              aria-current={other === revision ? 'page' : undefined}
              className="link inline-flex min-h-11 items-center aria-[current=page]:font-semibold"
            >
              {t('other', { revision: other })}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
