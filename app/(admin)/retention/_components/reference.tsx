import Link from 'next/link'

type Props = { id: string; reference: string /** Of what never was, staff have no page. */; isHandedIn?: boolean }

export function Reference({ id, reference, isHandedIn = true }: Props) {
  if (!isHandedIn) return <span className="numeric">{reference}</span>
  return (
    <Link href={`/cases/${id}`} prefetch={false} className="link numeric">
      {reference}
    </Link>
  )
}
