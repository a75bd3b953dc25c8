'use client'
import { Columns2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { pageUrls } from '@/components/documents/page-urls'
import { PictureViewer } from '@/components/documents/picture-viewer'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { ReviewCase, ReviewPart } from '@/lib/review/queries'
import type { ReviewFile } from '@/lib/review/shown-part'
import { useNames } from './names'

export type Picture = { src: string; part: ReviewPart; page: number; pages: number }

/** Every page of every document, in the order of the parts. */
export function picturesOf(parts: readonly ReviewPart[]): Picture[] {
  return parts.flatMap((part) => {
    const sources = sourcesOf(part.files)
    return sources.map((src, index) => ({ src, part, page: index + 1, pages: sources.length }))
  })
}

const sourcesOf = (files: readonly ReviewFile[]) =>
  files.flatMap(({ id, pageCount }) => pageUrls(id, 'rendition', pageCount))

/** The picture to begin with for a part: its own, or the first that rests on what it declares. */
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
  show: (src: string) => void
}

/** The documents, large; any of them beside any part, and a replaced one beside what it replaces. */
export function Pictures({ opened, pictures, shown, show }: Props) {
  const t = useTranslations('review.pictures')
  const { nameOf } = useNames(opened)
  const [isComparing, setComparing] = useState(true)
  const nameOfPicture = ({ part, page, pages }: Picture) =>
    pages > 1 ? t('page', { name: nameOf(part), page }) : nameOf(part)
  if (!shown) return <p className="p-4 text-text-muted">{t('none')}</p>
  const before = replacedBy(shown)
  return (
    <section aria-label={t('label')} className="flex min-h-0 min-w-0 flex-col bg-surface-sunken">
      <div className="flex shrink-0 items-center gap-2 px-2 py-1">
        <ul className="flex min-w-0 flex-1 gap-1 overflow-x-auto">
          {pictures.map((picture) => {
            const isShown = picture.src === shown.src
            return (
              <li key={picture.src} className="shrink-0">
                <button
                  type="button"
                  aria-pressed={isShown}
                  onClick={() => show(picture.src)}
                  className={cn(
                    'min-h-11 rounded-sm px-2.5 text-sm -outline-offset-2 focus-visible:-outline-offset-2 lg:min-h-8 lg:text-xs',
                    isShown ? 'bg-surface font-medium text-action' : 'text-text-muted hover:bg-surface',
                  )}
                >
                  {nameOfPicture(picture)}
                </button>
              </li>
            )
          })}
        </ul>
        {before.length > 0 ? (
          <Button size="small" variant="quiet" aria-pressed={isComparing} onClick={() => setComparing(!isComparing)}>
            <Columns2 aria-hidden />
            {t(isComparing ? 'alone' : 'compare')}
          </Button>
        ) : null}
      </div>
      <div className="grid min-h-0 flex-1 auto-cols-fr gap-px sm:grid-flow-col">
        {isComparing && before.length > 0 ? (
          <Before key={`${shown.part.id} ${shown.page}`} picture={shown} name={nameOf(shown.part)} sources={before} />
        ) : null}
        <div className="flex min-h-0 min-w-0 flex-col">
          {isComparing && before.length > 0 ? (
            <div className="flex min-h-11 items-center lg:min-h-8">
              <Label>{t('now', { name: nameOfPicture(shown) })}</Label>
            </div>
          ) : null}
          <PictureViewer
            key={shown.src}
            src={shown.src}
            name={nameOfPicture(shown)}
            className="min-h-[60dvh] flex-1 border-t lg:min-h-0"
          />
        </div>
      </div>
    </section>
  )
}

/** The pages of the files that stood where this one stands now, unless they are still there. */
function replacedBy({ part }: Picture): string[] {
  if (!part.previous?.changed.includes('files')) return []
  const kept = new Set(part.files.map(({ id }) => id))
  return sourcesOf(part.previous.files.filter(({ id }) => !kept.has(id) || part.files.length === 1))
}

type BeforeProps = { picture: Picture; name: string; sources: readonly string[] }

/** What stood there before; begins at the same page. */
function Before({ picture: { part, page }, name, sources }: BeforeProps) {
  const t = useTranslations('review.pictures')
  const [at, setAt] = useState(Math.min(page, sources.length) - 1)
  const src = sources[at]
  const revision = part.previous?.revision ?? null
  const label = revision === null ? t('renewed', { name }) : t('before', { name, revision })
  if (!src) return null
  return (
    <div className="flex min-h-0 min-w-0 flex-col">
      <div className="flex min-h-11 items-center lg:min-h-8">
        <Label>{label}</Label>
        {sources.length > 1
          ? sources.map((source, index) => (
              <Button
                key={source}
                size="small"
                variant="quiet"
                aria-pressed={index === at}
                aria-label={t('page', { name: label, page: index + 1 })}
                onClick={() => setAt(index)}
              >
                {index + 1}
              </Button>
            ))
          : null}
      </div>
      <PictureViewer key={src} src={src} name={label} className="min-h-[60dvh] flex-1 border-t lg:min-h-0" />
    </div>
  )
}

function Label({ children }: { children: string }) {
  return <p className="min-w-0 flex-1 truncate px-3 py-1 text-xs font-medium text-text-muted">{children}</p>
}
