import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { PageHeader } from '@/components/layout/page-header'
import { type DemoPeople, DemoPeopleList } from '@/components/sign-in/demo-people'
import { PasskeySignIn } from './passkey-sign-in'
import { PhoneForm } from './phone-form'
import { passwordPage, StepForm, type StepProps } from './step-form'

type Props = StepProps & { page: 'signIn' | 'register'; demo: DemoPeople | null }

export function PhoneStep({ page, demo, ...step }: Props) {
  const t = useTranslations('auth')
  const other = page === 'signIn' ? '/register' : '/sign-in'
  return (
    <>
      <PageHeader title={t(`${page}.title`)} lead={t(`${page}.lead`)} />
      <PhoneForm {...step} />
      {page === 'signIn' ? <PasskeySignIn {...step} /> : null}
      {page === 'signIn' ? (
        <p className="mt-8">
          <Link className="link inline-block py-2" href={passwordPage(step.next)}>
            {t('byPassword.link')}
          </Link>
        </p>
      ) : null}
      <p className="mt-4 text-text-muted">
        {t(`${page}.other`)}{' '}
        <Link className="link" href={step.next ? `${other}?next=${encodeURIComponent(step.next)}` : other}>
          {t(`${page}.otherLink`)}
        </Link>
      </p>
      {demo && page === 'signIn' ? (
        <DemoPeopleList {...demo}>
          {({ key, use }) => (
            <StepForm {...step} intent="send" phone={key}>
              <SubmitButton variant="secondary">{use}</SubmitButton>
            </StepForm>
          )}
        </DemoPeopleList>
      ) : null}
    </>
  )
}
