import { Moon, Sun } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'

export type Preferences = {
  /** Sets the language's cookie from the field `locale`. */
  setLocale: (form: FormData) => void | Promise<void>
  /** Sets the theme's cookie from the field `theme`: light or dark. */
  setTheme: (form: FormData) => void | Promise<void>
}

/** Shows two plain forms: they work before any script does. */
export function PreferenceSwitches({ setLocale, setTheme }: Preferences) {
  const t = useTranslations('common')
  const other = useLocale() === 'en' ? 'zh-CN' : 'en'
  return (
    <div className="flex items-center">
      <form action={setLocale}>
        <Button type="submit" name="locale" value={other} variant="quiet" size="small" lang={other}>
          {t(`language.${other}`)}
        </Button>
      </form>
      <form action={setTheme}>
        <span className="dark:hidden">
          <Button type="submit" name="theme" value="dark" variant="quiet" size="icon" aria-label={t('theme.dark')}>
            <Moon aria-hidden />
          </Button>
        </span>
        <span className="hidden dark:inline">
          <Button type="submit" name="theme" value="light" variant="quiet" size="icon" aria-label={t('theme.light')}>
            <Sun aria-hidden />
          </Button>
        </span>
      </form>
    </div>
  )
}
