'use client'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Answer } from '@/components/qualifications/answer'
import { useNames } from '@/components/review/names'
import { Card } from '@/components/ui/card'
import { DescriptionList } from '@/components/ui/description-list'
import type { StoryNaming } from '@/lib/cases/read-story'
import type { StoryDeclared } from '@/lib/cases/story-declared'
import type { DeclaredAnswer } from '@/lib/review/shown-part'
import { partName } from '@/lib/rulebook/part-names'
import { RevealInClaim, RevealWithReason } from './reveal-declared'

type Props = {
  qualificationId: string
  declared: StoryDeclared
  /** The choices that names depend on. */
  answers: StoryNaming['answers']
  /** Says whether the reader holds its claim: outside it, showing what is masked needs a reason. */
  isClaimed: boolean
}

/**
 * Shows what was declared in the newest revision. Sensitive values are masked until somebody reveals them, which is
 * recorded.
 */
export function Declared({ qualificationId, declared, answers: chosen, isClaimed }: Props) {
  const { groups, signatures, samples, revision } = declared
  const t = useTranslations('cases.declared')
  const say = useTranslations()
  const { fieldName } = useNames({ answers: chosen })
  const [shown, setShown] = useState<Record<string, string> | null>(null)
  const status = useRef<HTMLParagraphElement>(null)
  // The button that showed them is gone: its focus moves to what says that they are shown.
  useEffect(() => {
    if (shown) status.current?.focus()
  }, [shown])
  const isMasked = groups.some(({ answers }) => answers.some(({ isSensitive, value }) => isSensitive && value !== ''))
  const Reveal = isClaimed ? RevealInClaim : RevealWithReason
  const reveal = <Reveal qualificationId={qualificationId} onShown={setShown} />
  return (
    <Card title={t('title', { revision })} aside={isMasked && !shown ? reveal : undefined}>
      <p ref={status} tabIndex={-1} role="status" className="text-xs text-text-muted">
        {t(shown ? 'shown' : 'masked')}
      </p>
      <div className="mt-2 grid gap-x-8 gap-y-4 lg:grid-cols-2">
        {groups.map(({ key, answers }) => (
          <section key={key}>
            <h3 className="text-xs font-medium text-text-muted">
              {partName(say, { kind: 'FIELDS', fieldGroup: key }, { answers: chosen })}
            </h3>
            <DescriptionList
              items={answers.map((answer) => ({
                term: fieldName(answer.key),
                value: <Value answer={answer} shown={shown?.[answer.key]} />,
              }))}
            />
          </section>
        ))}
        <section>
          <h3 className="text-xs font-medium text-text-muted">{partName(say, { kind: 'SENDER_SIGNATURE' })}</h3>
          <DescriptionList
            items={signatures.map(({ id, text, source, isOnBehalf }) => ({
              term: <bdi key={id}>{`【${text}】`}</bdi>,
              value: [say(`rulebook.sources.${source}.name`), ...(isOnBehalf ? [t('onBehalf')] : [])].join(' · '),
            }))}
          />
        </section>
        <section>
          <h3 className="text-xs font-medium text-text-muted">{partName(say, { kind: 'SAMPLE_MESSAGES' })}</h3>
          <ol className="divide-y">
            {samples.map((text) => (
              <li key={text} className="py-1.5 whitespace-pre-line">
                <bdi>{text}</bdi>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </Card>
  )
}

function Value({ answer, shown }: { answer: DeclaredAnswer; shown: string | undefined }) {
  if (!answer.isSensitive || answer.value === '') return <Answer answer={answer} writesDates />
  if (shown !== undefined) return <Answer answer={{ ...answer, value: shown }} writesDates />
  return <span className="numeric font-mono">{answer.value}</span>
}
