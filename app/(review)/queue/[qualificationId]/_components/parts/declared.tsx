'use client'
import { ScanSearch } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Answer } from '@/components/qualifications/answer'
import { useNames } from '@/components/review/names'
import { sharedPrefix } from '@/components/review/shared-prefix'
import { Shortened } from '@/components/review/shortened'
import { Button } from '@/components/ui/button'
import { DescriptionList } from '@/components/ui/description-list'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'
import type { ReadInPicture } from '@/lib/review/read-in-picture'
import type { DeclaredAnswer, ReviewSignature } from '@/lib/review/shown-part'
import type { usePlaces } from './use-places'

type Places = Pick<ReturnType<typeof usePlaces>, 'chosenKey' | 'toggle'>

type Props = { part: ReviewPart; opened: ReviewCase; places: Places }

/**
 * Shows what was declared about a part, or what its picture is compared with; where it has changed, also the earlier
 * value.
 */
export function Declared({ part, opened, places }: Props) {
  const t = useTranslations('review.declared')
  const rulebook = useTranslations('rulebook')
  const { fieldName } = useNames(opened)
  const { previous } = part
  const prefix = sharedPrefix(part.answers.map(({ key }) => fieldName(key)))
  const wasAnswer = (key: string) => previous?.answers.find((answer) => answer.key === key)
  const ofSignature = (signature: ReviewSignature) => [
    {
      term: t('signature'),
      value: <Now was={previous?.signature && bracketed(previous.signature)} now={bracketed(signature)} />,
    },
    {
      term: t('source'),
      value: (
        <Now
          was={previous?.signature && rulebook(`sources.${previous.signature.source}.name`)}
          now={rulebook(`sources.${signature.source}.name`)}
        />
      ),
    },
    ...(signature.isOnBehalf ? [{ term: t('behalf'), value: t('onBehalf') }] : []),
  ]
  const items = [
    ...part.answers.map((answer) => ({
      term: <Shortened name={fieldName(answer.key)} prefix={prefix} />,
      value: (
        <>
          <AnswerNow was={previous ? wasAnswer(answer.key) : undefined} now={answer} isNew={previous !== null} />
          <ReadInPhoto answer={answer} name={fieldName(answer.key)} read={opened.read[answer.key]} places={places} />
        </>
      ),
    })),
    ...(part.signature ? ofSignature(part.signature) : []),
    ...part.signatures.map((signature) => ({ term: t('signature'), value: <bdi>{bracketed(signature)}</bdi> })),
    ...part.samples.map((text, index) => ({
      term: t('sample', { number: index + 1 }),
      value: <Now was={previous ? (previous.samples[index] ?? '') : null} now={text} />,
    })),
  ]
  if (items.length === 0) return null
  return (
    <section className="border-b px-4 py-3">
      <h3 className="text-xs font-medium text-text-muted">{t(part.kind === 'DOCUMENT' ? 'beside' : 'title')}</h3>
      <DescriptionList items={items} />
    </section>
  )
}

const bracketed = ({ text }: ReviewSignature): string => `【${text}】`

type ReadProps = { answer: DeclaredAnswer; name: string; read: ReadInPicture | undefined; places: Places }

/** Says next to a declared answer what a machine read in the photographs, and shows where. */
function ReadInPhoto({ answer, name, read, places }: ReadProps) {
  const t = useTranslations('review.declared')
  if (!read) return null
  return (
    <span className="flex flex-wrap items-center gap-x-2 text-xs">
      {read.isSame ? (
        <span className="text-text-muted">{t('readSame')}</span>
      ) : (
        <span className="rounded-sm bg-warning-soft px-1 text-warning">
          {t('readOther')}
          <Answer answer={{ ...answer, value: read.value }} />
        </span>
      )}
      <Button
        size="small"
        variant="quiet"
        className="-mx-1.5 px-1.5 compact:min-h-7"
        aria-pressed={places.chosenKey === answer.key}
        aria-label={t('showPlaceOf', { name })}
        onClick={() => places.toggle(answer.key)}
      >
        <ScanSearch aria-hidden />
        {t('showPlace')}
      </Button>
    </span>
  )
}

type AnswerProps = { was: DeclaredAnswer | undefined; now: DeclaredAnswer; isNew: boolean }

function AnswerNow({ was, now, isNew }: AnswerProps) {
  if (!isNew || was?.value === now.value) return <Answer answer={now} />
  return <Changed was={was && was.value !== '' ? <Answer answer={was} /> : null} now={<Answer answer={now} />} />
}

/** @param was null where there is nothing to compare with */
function Now({ was, now }: { was: string | null | undefined; now: string }) {
  if (was === null || was === undefined || was === now) return <bdi>{now}</bdi>
  return <Changed was={was === '' ? null : <bdi>{was}</bdi>} now={<bdi>{now}</bdi>} />
}

/** Shows the old value above the new, in words as well as in looks. */
function Changed({ was, now }: { was: ReactNode; now: ReactNode }) {
  const t = useTranslations('review.declared')
  return (
    <>
      {was ? (
        <del className="block text-text-muted">
          <span className="sr-only">{t('was')}</span>
          {was}
        </del>
      ) : null}
      <ins className="block rounded-sm bg-warning-soft px-1 no-underline">
        <span className="sr-only">{t('now')}</span>
        {now}
        <span className="ml-2 text-xs font-medium text-warning">{t(was ? 'changed' : 'new')}</span>
      </ins>
    </>
  )
}
