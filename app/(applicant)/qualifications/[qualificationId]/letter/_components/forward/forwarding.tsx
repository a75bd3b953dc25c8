import { FileWatch } from '@/components/documents/file-watch'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { LetterLink } from '@/lib/qualifications/phone/read-letter-links'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { LaterForwardPanel } from './later-forward-panel'

type Props = { qualificationId: string; letter: DocumentKind; links: readonly LetterLink[] }

/** Offers to forward a letter. While a link is open, the page hears of what comes through it. */
export function Forwarding({ qualificationId, letter, links }: Props) {
  const link = links.find((one) => one.letter === letter) ?? null
  return (
    <ClientMessages namespaces={['forwarded']}>
      {link && link.ended === null ? <FileWatch qualificationId={qualificationId} /> : null}
      <LaterForwardPanel qualificationId={qualificationId} letter={letter} link={link} />
    </ClientMessages>
  )
}
