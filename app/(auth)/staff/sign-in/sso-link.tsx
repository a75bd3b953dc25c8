import { getTranslations } from 'next-intl/server'
import { Button } from '@/components/ui/button'

/** Links to the company's own sign-in. It is a plain link: a form may lead to no other site. */
export async function SsoLink({ name, next }: { name: string; next: string }) {
  const t = await getTranslations('auth.staff')
  const query = next ? `?${new URLSearchParams({ next })}` : ''
  return (
    <div className="mb-8 border-b pb-8">
      <Button asChild variant="primary">
        <a href={`/api/sso${query}`}>{t('sso', { name: name || t('ssoName') })}</a>
      </Button>
    </div>
  )
}
