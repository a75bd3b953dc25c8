import { Download } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'

type Props = {
  /** Lists erasures, each with a reference where several things were erased; null for a person. */
  erasures: readonly { id: string; at: Date; reference?: string | null }[]
  /** Holds the token of the link, for people who can't sign in any more. */
  token?: string
}

/** Links to certificates of erasure, for the person whose data was erased. They are files, so the links are plain. */
export function Certificates({ erasures, token }: Props) {
  const t = useTranslations('myData.certificate')
  const format = useFormatter()
  if (erasures.length === 0) return null
  return (
    <ul className="mt-1 flex flex-col">
      {erasures.map(({ id, at, reference }) => {
        const href = token ? `/api/erased/${token}/${id}` : `/api/my-data/erasures/${id}/certificate`
        const date = format.dateTime(at, 'moment')
        const subject = reference ?? t('person')
        const isOne = reference !== undefined
        return (
          <li key={id} className="flex flex-wrap gap-x-4">
            <a href={href} download className="link inline-flex min-h-11 items-center gap-1.5">
              <Download aria-hidden className="size-4 shrink-0" />
              {isOne ? t('ofOne', { subject, date }) : t('of', { date })}
            </a>
            <a
              href={`${href}?format=json`}
              download
              aria-label={isOne ? t('jsonOfOne', { subject, date }) : t('jsonOf', { date })}
              className="link inline-flex min-h-11 items-center"
            >
              {t('json')}
            </a>
          </li>
        )
      })}
    </ul>
  )
}
