import { Check, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useId } from 'react'
import { cn } from '@/components/ui/cn'
import type { Example } from '@/lib/rulebook/document-kinds'
import {
  Blurred,
  CardEmblem,
  CardPortrait,
  Cropped,
  Evidence,
  Glare,
  LetterPage,
  Licence,
  PersonWithCard,
} from './drawings'

/** Shows how a document should look, and three common faults. */
export function DocumentExamples({ kind }: { kind: Example }) {
  const id = useId()
  return (
    <ul className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      {EXAMPLES[kind](id).map((drawn) => (
        <li key={drawn.name}>
          <Drawn {...drawn} />
        </li>
      ))}
    </ul>
  )
}

/** Shows only how it should look. */
export function RightExample({ kind }: { kind: Example }) {
  const id = useId()
  const drawn = EXAMPLES[kind](id).find(({ isRight }) => isRight)
  return drawn ? <Drawn {...drawn} /> : null
}

type DrawnProps = { name: string; isRight: boolean; drawing: ReactNode }

function Drawn({ name, isRight, drawing }: DrawnProps) {
  const t = useTranslations('common.examples')
  return (
    <figure>
      <svg
        viewBox="0 0 120 90"
        aria-hidden="true"
        className={cn('w-full rounded-md border-2 bg-surface-sunken', isRight ? 'border-success' : 'border-danger/60')}
      >
        {drawing}
      </svg>
      <figcaption className="mt-1.5 flex gap-1 text-sm leading-snug">
        {isRight ? (
          <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
        ) : (
          <X aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
        )}
        <span>
          <span className="sr-only">{t(isRight ? 'right' : 'wrong')}: </span>
          {t(name)}
        </span>
      </figcaption>
    </figure>
  )
}

const right = (name: string, drawing: ReactNode) => ({ name, isRight: true, drawing })
const wrong = (name: string, drawing: ReactNode) => ({ name, isRight: false, drawing })

const EXAMPLES = {
  ID_PORTRAIT: (id: string) => [
    right('idPortrait.good', <CardPortrait />),
    wrong('idPortrait.cropped', <Cropped>{<CardPortrait />}</Cropped>),
    wrong('idPortrait.glare', [<CardPortrait key="card" />, <Glare key="glare" />]),
    wrong('idPortrait.blurred', <Blurred id={id}>{<CardPortrait />}</Blurred>),
  ],
  ID_EMBLEM: (id: string) => [
    right('idEmblem.good', <CardEmblem />),
    wrong('idEmblem.cropped', <Cropped>{<CardEmblem />}</Cropped>),
    wrong('idEmblem.glare', [<CardEmblem key="card" />, <Glare key="glare" />]),
    wrong('idEmblem.blurred', <Blurred id={id}>{<CardEmblem />}</Blurred>),
  ],
  ID_IN_HAND: (id: string) => [
    right('idInHand.good', <PersonWithCard />),
    wrong('idInHand.faceHidden', <PersonWithCard isFaceHidden />),
    wrong('idInHand.cardFar', <PersonWithCard isFarAway />),
    wrong('idInHand.blurred', <Blurred id={id}>{<PersonWithCard />}</Blurred>),
  ],
  LICENCE: (id: string) => [
    right('licence.good', <Licence />),
    wrong('licence.cropped', <Cropped>{<Licence />}</Cropped>),
    wrong('licence.glare', [<Licence key="licence" />, <Glare key="glare" />]),
    wrong('licence.blurred', <Blurred id={id}>{<Licence />}</Blurred>),
  ],
  EVIDENCE: (id: string) => [
    right('evidence.good', <Evidence />),
    wrong('evidence.other', <Evidence isOwner={false} />),
    wrong('evidence.cropped', <Cropped>{<Evidence />}</Cropped>),
    wrong('evidence.blurred', <Blurred id={id}>{<Evidence />}</Blurred>),
  ],
  LETTER_WITH_THUMBPRINT: () => [
    right('commitmentLetter.good', <LetterPage />),
    wrong('commitmentLetter.unsigned', <LetterPage hasSignature={false} />),
    wrong('commitmentLetter.noThumbprint', <LetterPage mark="none" />),
    wrong('commitmentLetter.cropped', <Cropped>{<LetterPage />}</Cropped>),
  ],
  LETTER_WITH_SEAL: () => [
    right('sealedLetter.good', <LetterPage mark="seal" />),
    wrong('sealedLetter.unsigned', <LetterPage hasSignature={false} mark="seal" />),
    wrong('sealedLetter.noSeal', <LetterPage mark="none" />),
    wrong('sealedLetter.smudged', <LetterPage mark="smudgedSeal" />),
  ],
  AUTHORISATION: () => [
    right('authorisation.good', <LetterPage mark="seal" />),
    wrong('authorisation.unsigned', <LetterPage hasSignature={false} mark="seal" />),
    wrong('authorisation.noSeal', <LetterPage mark="none" />),
    wrong('authorisation.cropped', <Cropped>{<LetterPage mark="seal" />}</Cropped>),
  ],
} as const
