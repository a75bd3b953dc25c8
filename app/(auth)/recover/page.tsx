import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import { buttonStyle } from '@/components/ui/button-style'
import { ERROR_CODES } from '@/lib/core/errors'
import { readOwnCase } from '@/lib/sign-in/recovery/read-cases'
import { readCasePass } from '@/lib/web/cookies/case-pass'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth.recovery'))('title') }
}

/** Shows a plain form, without scripts, to people who can't sign in. It shows nothing of the account. */
export default async function RecoverPage({ searchParams }: PageProps<'/recover'>) {
  const [found, { refused, max }, t, tError] = await Promise.all([
    readCasePass().then(readOwnCase),
    searchParams,
    getTranslations('auth.recovery'),
    getTranslations('errors'),
  ])
  if (!found) return <Nothing title={t('title')} text={t('none')} link={t('toSignIn')} />
  const { state, reference, reason } = found
  const code = ERROR_CODES.find((one) => one === refused)
  return (
    <>
      <PageHeader title={t('title')} lead={t('reference', { reference })} />
      {state === 'HANDED_IN' ? <Alert title={t('waitingTitle')}>{t('waiting')}</Alert> : null}
      {state === 'GRANTED' ? (
        <Alert tone="success" title={t('grantedTitle')} action={<SignInLink>{t('toSignIn')}</SignInLink>}>
          {t('granted')}
        </Alert>
      ) : null}
      {state === 'REFUSED' ? (
        <Alert tone="danger" title={t('refusedTitle')} action={<SignInLink>{t('again')}</SignInLink>}>
          {reason ? t(`reasons.${reason}`) : null}
        </Alert>
      ) : null}
      {state === 'OPEN' ? (
        <form
          action="/api/access-case/documents?back=/recover"
          method="post"
          encType="multipart/form-data"
          className="flex flex-col gap-6"
        >
          {code ? (
            <Alert tone="danger" isLive>
              {tError(code, { max: typeof max === 'string' ? max : '' })}
            </Alert>
          ) : null}
          <p className="max-w-measure">{t('lead')}</p>
          <Picture name="portrait" label={t('portrait')} hint={t('pictureHint')} isRequired />
          <Picture name="emblem" label={t('emblem')} hint={t('emblemHint')} />
          <p className="max-w-measure text-sm text-text-muted">{t('storage')}</p>
          <div>
            <button type="submit" className={buttonStyle({ variant: 'primary' })}>
              {t('submit')}
            </button>
          </div>
        </form>
      ) : null}
    </>
  )
}

const SignInLink = ({ children }: { children: string }) => (
  <Link className="link inline-block py-2" href="/sign-in">
    {children}
  </Link>
)

function Nothing({ title, text, link }: { title: string; text: string; link: string }) {
  return (
    <>
      <PageHeader title={title} lead={text} />
      <SignInLink>{link}</SignInLink>
    </>
  )
}

type PictureProps = { name: string; label: string; hint: string; isRequired?: boolean }

function Picture({ name, label, hint, isRequired = false }: PictureProps) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={name} className="font-medium">
        {label}
      </label>
      <p id={`${name}-hint`} className="max-w-measure text-sm text-text-muted">
        {hint}
      </p>
      <input
        id={name}
        name={name}
        type="file"
        accept="image/jpeg,image/png,image/webp,image/heic"
        required={isRequired}
        aria-describedby={`${name}-hint`}
        className="control py-2"
      />
    </div>
  )
}
