import Link from 'next/link'

type Props = {
  id: string
  reference: string
  /** Makes it a link: staff have a page of submitted qualifications only. */
  isSubmitted?: boolean
}

export function Reference({ id, reference, isSubmitted = true }: Props) {
  if (!isSubmitted) return <span className="numeric">{reference}</span>
  return (
    <Link href={`/cases/${id}`} prefetch={false} className="link numeric">
      {reference}
    </Link>
  )
}
