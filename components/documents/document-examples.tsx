import { Check, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useId } from 'react'
import { cn } from '@/components/ui/cn'
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

export type ExampleKind =
  | 'ID_PORTRAIT'
  | 'ID_EMBLEM'
  | 'ID_IN_HAND'
  | 'LICENCE'
  | 'EVIDENCE'
  | 'LETTER_WITH_THUMBPRINT'
  | 'LETTER_WITH_SEAL'
  | 'AUTHORISATION'

/** How it should look, and three ways in which it often goes wrong. */
export function DocumentExamples({ kind }: { kind: ExampleKind }) {
  const t = useTranslations('common.examples')
  const id = useId()
  return (
    <ul className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      {EXAMPLES[kind](id).map(({ key, isRight, drawing }) => (
        <li key={key}>
          <figure>
            <svg
              viewBox="0 0 120 90"
              aria-hidden="true"
              className={cn(
                'w-full rounded-md border-2 bg-surface-sunken',
                isRight ? 'border-success' : 'border-danger/60',
              )}
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
                {t(key)}
              </span>
            </figcaption>
          </figure>
        </li>
      ))}
    </ul>
  )
}

const right = <K extends string>(key: K, drawing: ReactNode) => ({ key, isRight: true, drawing })
const wrong = <K extends string>(key: K, drawing: ReactNode) => ({ key, isRight: false, drawing })

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
