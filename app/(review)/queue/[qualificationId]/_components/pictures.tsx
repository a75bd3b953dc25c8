'use client'
import { useTranslations } from 'next-intl'
import { PictureViewer } from '@/components/documents/picture-viewer'
import { cn } from '@/components/ui/cn'
import type { ReviewPart } from '@/lib/review/queries'
import { useNames } from './names'

export type Picture = { fileId: string; part: ReviewPart; page: number; pages: number }

/** Every page of every document, in the order of the parts. */
export function picturesOf(parts: readonly ReviewPart[]): Picture[] {
  return parts.flatMap((part) =>
    part.files.map(({ id }, index) => ({ fileId: id, part, page: index + 1, pages: part.files.length })),
  )
}

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

type Props = { pictures: readonly Picture[]; shown: Picture | undefined; show: (fileId: string) => void }

/** The documents, large; any of them beside any part. */
export function Pictures({ pictures, shown, show }: Props) {
  const t = useTranslations('review.pictures')
  const { nameOf } = useNames()
  const nameOfPicture = ({ part, page, pages }: Picture) =>
    pages > 1 ? t('page', { name: nameOf(part), page }) : nameOf(part)
  if (!shown) return <p className="p-4 text-text-muted">{t('none')}</p>
  return (
    <section aria-label={t('label')} className="flex min-h-0 min-w-0 flex-col bg-surface-sunken">
      <ul className="flex shrink-0 gap-1 overflow-x-auto px-2 py-1">
        {pictures.map((picture) => {
          const isShown = picture.fileId === shown.fileId
          return (
            <li key={picture.fileId} className="shrink-0">
              <button
                type="button"
                aria-pressed={isShown}
                onClick={() => show(picture.fileId)}
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
      <PictureViewer
        key={shown.fileId}
        src={`/api/files/${shown.fileId}/rendition`}
        name={nameOfPicture(shown)}
        className="min-h-[60dvh] flex-1 rounded-none border-0 border-t lg:min-h-0"
      />
    </section>
  )
}
