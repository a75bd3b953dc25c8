'use client'
import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import type { LetterLink } from '@/lib/qualifications/phone/read-letter-links'
import { forwardLetter, revokeLetterLink } from '../../actions'
import { MadeLink } from './made-link'

type Props = { qualificationId: string; letter: LetterLink['letter']; link: LetterLink | null }

/** Makes, shows and revokes the link by which somebody else signs a letter and uploads it. */
export function ForwardPanel({ qualificationId, letter, link }: Props) {
  const t = useTranslations('forwarded.panel')
  const tErrors = useTranslations('errors')
  const [started, start] = useFormAction(forwardLetter)
  const [stopped, stop] = useFormAction(revokeLetterLink)
  const failure = [started, stopped].find((result) => result && !result.ok)
  const isOpen = link !== null && link.ended === null
  const made = isOpen && started?.ok && started.value.id === link.id ? started.value : null
  const about = (
    <>
      <input type="hidden" name="qualificationId" value={qualificationId} />
      <input type="hidden" name="letter" value={letter} />
    </>
  )
  return (
    <Card title={t('title')}>
      {failure && !failure.ok ? (
        <Alert tone="danger" isLive className="mb-3">
          {tErrors(failure.error, failure.params)}
        </Alert>
      ) : null}
      <p className="max-w-measure">{t('lead')}</p>
      <div role="status">
        <LinkState link={link} />
        {made ? <MadeLink url={made.url} code={made.code} /> : null}
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <form action={start}>
          {about}
          <SubmitButton variant="secondary">{t(isOpen ? 'again' : 'start')}</SubmitButton>
        </form>
        {isOpen ? (
          <>
            <form action={stop}>
              {about}
              <SubmitButton variant="secondary">{t('stop')}</SubmitButton>
            </form>
            <p className="text-sm text-text-muted">{t('againHint')}</p>
          </>
        ) : null}
      </div>
    </Card>
  )
}

const SAID = ['LOCKED', 'EXPIRED', 'FINISHED', 'SIGNED_OUT'] as const

function LinkState({ link }: { link: LetterLink | null }) {
  const t = useTranslations('forwarded.panel')
  if (!link) return null
  const because = SAID.find((one) => one === link.ended)
  if (because) {
    return (
      <Alert tone={because === 'LOCKED' ? 'warning' : 'info'} className="mt-3">
        {t(`ended.${because}`)}
      </Alert>
    )
  }
  if (link.ended) return null
  return (
    <p className="mt-3">
      {t.rich('open', { time: () => <Moment at={link.endsAt} /> })} {t(link.isOpened ? 'opened' : 'unopened')}
    </p>
  )
}
