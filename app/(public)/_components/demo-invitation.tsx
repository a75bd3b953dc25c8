import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'

/** Shows the way into a demo, for who lands here. */
export async function DemoInvitation() {
  const t = await getTranslations('demo.home')
  return (
    <Alert
      title={t('title')}
      className="mt-6 max-w-2xl"
      action={
        <>
          <Button asChild variant="secondary">
            <Link href="/sign-in">{t('applicant')}</Link>
          </Button>
          <Button asChild variant="secondary">
            <Link href="/staff/sign-in">{t('staff')}</Link>
          </Button>
        </>
      }
    >
      {t('text')}
    </Alert>
  )
}
