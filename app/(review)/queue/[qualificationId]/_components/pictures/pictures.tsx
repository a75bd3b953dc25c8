'use client'
import { Columns2, LayoutGrid } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { LinkedViews } from '@/components/documents/linked-views'
import { pageUrl } from '@/components/documents/page-urls'
import type { Outlining } from '@/components/documents/place-drawing'
import type { Mark } from '@/components/documents/use-picture-viewer'
import { ariaKeys } from '@/components/keys/key-map'
import { useNames } from '@/components/review/names'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { evidenceGroups } from '@/lib/review/evidence-groups'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'
import { EarlierPicture, replacedBy, sourcesOf } from './earlier-picture'
import { faceBeside, type Picture } from './face-beside'
import { Label, type Look, LookedAt } from './looked-at'
import { turnOf } from './turn-of'

/** Returns every page of every document, in the order of the parts. */
export function picturesOf(parts: readonly ReviewPart[]): Picture[] {
  return parts.flatMap((part) => {
    const sources = sourcesOf(part.files)
    return sources.map((src, index) => ({ src, part, page: index + 1, pages: sources.length }))
  })
}

/** Returns the picture to start with for a part: its own, or the first that depends on what it declares. */
export function pictureFor(pictures: readonly Picture[], part: ReviewPart): Picture | undefined {
  const own = pictures.find((picture) => picture.part.id === part.id)
  if (own) return own
  const isOfSignature = (picture: Picture) =>
    part.signature !== null && picture.part.signature?.id === part.signature.id
  const keys = new Set(part.answers.map(({ key }) => key))
  return (
    pictures.find(isOfSignature) ?? pictures.find((picture) => picture.part.answers.some(({ key }) => keys.has(key)))
  )
}

type Props = {
  opened: ReviewCase
  pictures: readonly Picture[]
  shown: Picture | undefined
  /** Lists places on the shown picture. */
  marks: readonly Mark[]
  /** Outlines a place on the shown picture; undefined where nothing can be outlined. */
  outlining: Outlining | undefined
  /** Counts how often another comparison of the shown picture was requested. */
  comparison: number
  compare: () => void
  /** Says whether the pictures are shown with more contrast. */
  isContrastHigh: boolean
  toggleContrast: () => void
  /** Says whether recognised pages are shown as they lie flat. */
  isFlat: boolean
  flatten: () => void
  show: (src: string) => void
  /** Says whether all pictures that are judged together are shown at once. */
  isTogether: boolean
  toggleTogether: () => void
  /** Says whether the key of the loupe is held. */
  isLoupe: boolean
  /** Counts how often the pictures had to be requested again. */
  looks: number
  /** Runs when a picture was shown in full. */
  onSeen: (src: string) => void
}

/**
 * Shows the documents, large: any of them next to any part, a replaced one next to what it replaces, and the face on a
 * card next to the face of its holder.
 */
export function Pictures({
  opened,
  pictures,
  shown,
  marks,
  outlining,
  comparison,
  compare,
  isContrastHigh,
  toggleContrast,
  isFlat,
  flatten,
  show,
  isTogether,
  toggleTogether,
  isLoupe,
  looks,
  onSeen,
}: Props) {
  const t = useTranslations('review.pictures')
  const { nameOf } = useNames(opened)
  const nameOfPicture = usePictureNames(opened)
  const [link] = useState(() => new LinkedViews())
  const look: Look = { isContrastHigh, toggleContrast, onSeen, isLoupe, of: `${opened.submissionId}.${looks}` }
  if (!shown) return <p className="p-4 text-text-muted">{t('none')}</p>
  const group = judgedWith(opened, pictures, shown)
  const areTogether = isTogether && group.length > 1
  const before = replacedBy(shown)
  const face = faceBeside(pictures, shown)
  const views = [
    ...(before.length > 0 ? ['BEFORE' as const] : []),
    'ALONE' as const,
    ...(face ? ['FACE' as const] : []),
  ]
  const at = comparison % views.length
  const view = views[at] ?? 'ALONE'
  const next = views[(at + 1) % views.length] ?? 'ALONE'
  return (
    <section aria-label={t('label')} className="flex min-h-0 min-w-0 flex-col bg-surface-sunken">
      <div className="flex shrink-0 items-center gap-2 px-2 py-1">
        <PictureStrip {...{ opened, pictures, shown, show }} />
        {group.length > 1 ? (
          <Button
            size="small"
            variant="quiet"
            className="relative shrink-0"
            aria-keyshortcuts={ariaKeys('together')}
            aria-pressed={isTogether}
            title={t('together')}
            onClick={toggleTogether}
          >
            <LayoutGrid aria-hidden />
            <Word>{t('together')}</Word>
          </Button>
        ) : null}
        {views.length > 1 && !areTogether ? (
          <Button
            size="small"
            variant="quiet"
            className="relative shrink-0"
            aria-keyshortcuts={ariaKeys('compare')}
            title={t(`views.${next}`)}
            onClick={compare}
          >
            <Columns2 aria-hidden />
            <Word>{t(`views.${next}`)}</Word>
          </Button>
        ) : null}
      </div>
      {areTogether ? (
        <div className="grid min-h-0 flex-1 auto-rows-fr gap-px sm:grid-cols-2">
          {group.map((picture) => (
            <div key={picture.src} className="flex min-h-0 min-w-0 flex-col">
              <Label>{nameOfPicture(picture)}</Label>
              <LookedAt
                src={picture.src}
                name={nameOfPicture(picture)}
                marks={picture === shown ? marks : []}
                outlining={picture === shown ? outlining : undefined}
                corners={cornersOf(opened, picture)}
                turned={turnOf(opened, picture.src)}
                look={look}
                {...{ isFlat, flatten }}
                className="min-h-[60dvh] flex-1 border-t lg:min-h-0"
              />
            </div>
          ))}
        </div>
      ) : (
        <div className="grid min-h-0 flex-1 auto-cols-fr gap-px sm:grid-flow-col">
          {view === 'BEFORE' ? (
            <EarlierPicture
              key={`${shown.part.id} ${shown.page}`}
              picture={shown}
              name={nameOf(shown.part)}
              sources={before}
              look={look}
              link={link}
              turnOf={(src) => turnOf(opened, src)}
            />
          ) : null}
          {view === 'FACE' && face ? (
            <div className="flex min-h-0 min-w-0 flex-col">
              <div className="flex min-h-11 items-center lg:min-h-8">
                <Label>{nameOfPicture(face)}</Label>
              </div>
              <LookedAt
                key={face.src}
                src={face.src}
                turned={turnOf(opened, face.src)}
                name={nameOfPicture(face)}
                look={look}
                className="min-h-[60dvh] flex-1 border-t lg:min-h-0"
              />
            </div>
          ) : null}
          <div className="flex min-h-0 min-w-0 flex-col">
            {view !== 'ALONE' ? (
              <div className="flex min-h-11 items-center lg:min-h-8">
                <Label>{view === 'BEFORE' ? t('now', { name: nameOfPicture(shown) }) : nameOfPicture(shown)}</Label>
              </div>
            ) : null}
            <LookedAt
              key={shown.src}
              src={shown.src}
              name={nameOfPicture(shown)}
              link={view === 'BEFORE' ? link : undefined}
              marks={marks}
              outlining={outlining}
              corners={cornersOf(opened, shown)}
              turned={turnOf(opened, shown.src)}
              look={look}
              {...{ isFlat, flatten }}
              className="min-h-[60dvh] flex-1 border-t lg:min-h-0"
            />
          </div>
        </div>
      )}
    </section>
  )
}

/** Returns where the paper is in a picture that shows a recognised page. */
const cornersOf = ({ recognised }: ReviewCase, { src }: Picture) =>
  recognised.find(({ fileId, page }) => pageUrl(fileId, 'rendition', page) === src)?.corners ?? null

/** Returns the pictures that are judged together with one: at most four, so that each can be read. */
function judgedWith({ parts }: ReviewCase, pictures: readonly Picture[], shown: Picture): Picture[] {
  const group = evidenceGroups(parts).find((each) => each.parts.includes(shown.part))
  const inGroup = pictures.filter(({ part }) => group?.parts.includes(part))
  const from = Math.max(0, Math.min(inGroup.indexOf(shown), inGroup.length - 4))
  return inGroup.length <= 4 ? inGroup : inGroup.slice(from, from + 4)
}

type StripProps = Pick<Props, 'opened' | 'pictures' | 'shown' | 'show'>

/** Lists all pictures. A shadow is where the list continues. */
export function PictureStrip({ opened, pictures, shown, show }: StripProps) {
  const t = useTranslations('review')
  const nameOfPicture = usePictureNames(opened)
  const [legalRep, short] = [`${t('parts.groups.LEGAL_REP')}: `, `${t('pictures.legalRep')}: `]
  return (
    <ul className="scroll-shadow-x flex min-w-0 flex-1 gap-1 overflow-x-auto">
      {pictures.map((picture) => {
        const isShown = picture.src === shown?.src
        const name = nameOfPicture(picture)
        return (
          <li key={picture.src} className="shrink-0">
            <button
              type="button"
              aria-pressed={isShown}
              title={name}
              ref={isShown ? intoView : undefined}
              onClick={() => show(picture.src)}
              className={cn(
                'min-h-11 rounded-sm px-2.5 text-sm -outline-offset-2 focus-visible:-outline-offset-2 lg:min-h-8 lg:text-xs',
                isShown ? 'bg-surface font-medium text-action' : 'text-text-muted hover:bg-surface',
              )}
            >
              {name.replace(legalRep, short)}
            </button>
          </li>
        )
      })}
    </ul>
  )
}

/** Says in words what a sign means, where there is room next to the names of the pictures. */
function Word({ children }: { children: ReactNode }) {
  return <span className="max-sm:sr-only lg:max-[89rem]:sr-only">{children}</span>
}

/** Scrolls the list, which may be longer than its room. */
const intoView = (button: HTMLButtonElement | null) => button?.scrollIntoView({ block: 'nearest', inline: 'nearest' })

function usePictureNames(opened: ReviewCase) {
  const t = useTranslations('review.pictures')
  const { nameOf } = useNames(opened)
  return ({ part, page, pages }: Picture) => (pages > 1 ? t('page', { name: nameOf(part), page }) : nameOf(part))
}
