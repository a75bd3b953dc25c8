import { useTranslations } from 'next-intl'
import { Checkbox } from '@/components/forms/checkbox'
import { FieldError } from '@/components/forms/field'
import type { AccountMembers } from '@/lib/accounts/members/queries'

type Props = { members: AccountMembers['members']; chosen: readonly string[]; isMissing: boolean }

/** Shows whom one code removes: the person whose button was pressed, and others who may be removed by the same code. */
export function RemovedChoice({ members, chosen, isMissing }: Props) {
  const t = useTranslations('account.members')
  return (
    <fieldset {...(isMissing ? { 'aria-describedby': 'remove-error' } : {})}>
      <legend className="text-text-muted">{t('removingWhom')}</legend>
      {members
        .filter(({ isSelf }) => !isSelf)
        .map(({ userId, phone }) => (
          <label key={userId} htmlFor={`remove-${userId}`} className="flex min-h-11 items-center gap-3 py-2">
            <Checkbox id={`remove-${userId}`} name="userId" value={userId} defaultChecked={chosen.includes(userId)} />
            <span className="numeric">{phone ?? t('someone')}</span>
          </label>
        ))}
      <FieldError name="remove">{isMissing ? t('removingNobody') : null}</FieldError>
    </fieldset>
  )
}
