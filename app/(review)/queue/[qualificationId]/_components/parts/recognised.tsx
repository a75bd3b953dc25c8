'use client'
import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import type { LetterEvidence } from '@/lib/review/letter-evidence'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'
import { atPages, type FilePlace } from '@/lib/rulebook/file-places'

/** Says what a machine recognised on the pages of a letter. It is evidence for the reviewer, and no judgement. */
export function Recognised({ part: { files }, opened: { recognised } }: { part: ReviewPart; opened: ReviewCase }) {
  const t = useTranslations('review.recognised')
  const say = useTranslations()
  const pages = files.flatMap(({ id }) => recognised.filter(({ fileId }) => fileId === id))
  if (pages.length === 0) return null
  return (
    <section className="border-b px-4 py-3">
      <h3 className="mb-1 text-xs font-medium text-text-muted">{t('title')}</h3>
      <ol className="space-y-2">
        {pages.map((page) => (
          <li key={`${page.fileId} ${page.page}`}>
            <p className={cn(page.known !== 'OWN' && 'text-warning')}>
              {atPages(say, t(`known.${page.known}`, numberOf(page)), placesOf(page, files))}
            </p>
            <ul className="flex flex-wrap gap-x-3 text-sm text-text-muted">
              {factsOf(page).map(({ key, isDoubtful, values }) => (
                <li key={key} className={cn(isDoubtful && 'rounded-sm bg-warning-soft px-1 text-warning')}>
                  {t(key, values)}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Returns which page of its file it is, where the file has several: nothing else in its sentence says it. */
function placesOf({ fileId, page }: LetterEvidence, files: ReviewPart['files']): FilePlace[] {
  const long = files.filter(({ pageCount }) => pageCount > 1)
  if (!long.some(({ id }) => id === fileId)) return []
  return [{ file: long.length > 1 ? files.findIndex(({ id }) => id === fileId) + 1 : null, page: page + 1 }]
}

/** Returns the number of a page for its sentence; 0 where nothing says it. */
const numberOf = ({ number }: LetterEvidence) => number ?? { page: 0, pages: 0 }

type Facts = 'text' | 'altered' | 'signature' | 'noSignature' | 'date' | 'noDate' | 'grey' | 'cropped' | Marks
type Marks = 'marks.none' | 'marks.thumbprint' | 'marks.seal' | 'sealName'
type Fact = { key: Facts; isDoubtful?: boolean; values?: Record<string, string | number> }

/** Returns what is said of a page, in the order in which it is read. What is not known is left out. */
function factsOf({ altered, signature, mark, sealName, date, grey, cropped }: LetterEvidence): Fact[] {
  return [
    ...(altered === 0 ? [{ key: 'text' as const }] : []),
    ...(altered ? [{ key: 'altered' as const, isDoubtful: true, values: { count: altered } }] : []),
    ...(signature === null ? [] : [{ key: signature ? 'signature' : 'noSignature', isDoubtful: !signature } as const]),
    ...(mark ? [{ key: `marks.${mark}`, isDoubtful: mark === 'none' } as const] : []),
    ...(sealName ? [{ key: 'sealName' as const, values: { name: sealName } }] : []),
    ...(date === null ? [] : [{ key: date ? 'date' : 'noDate', isDoubtful: !date } as const]),
    ...(grey ? [{ key: 'grey' as const, isDoubtful: true }] : []),
    ...(cropped ? [{ key: 'cropped' as const, isDoubtful: true }] : []),
  ]
}
