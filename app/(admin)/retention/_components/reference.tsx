import Link from 'next/link'

type Props = { id: string; reference: string /** Staff have a page of submitted ones only. */; isSubmitted?: boolean }

export function Reference({ id, reference, isSubmitted = true }: Props) {
  if (!isSubmitted) return <span className="numeric">{reference}</span>
  return (
    <Link href={`/cases/${id}`} prefetch={false} className="link numeric">
      {reference}
    </Link>
  )
}
