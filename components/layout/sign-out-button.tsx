import { LogOut } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'

export function SignOutButton({ signOut }: { signOut: (form: FormData) => void | Promise<void> }) {
  const t = useTranslations('common')
  return (
    <form action={signOut} data-leads-away>
      <Button type="submit" variant="quiet" size="small" className="min-w-11" aria-label={t('actions.signOut')}>
        <LogOut aria-hidden />
        <span className="max-sm:sr-only">{t('actions.signOut')}</span>
      </Button>
    </form>
  )
}
