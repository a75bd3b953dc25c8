import { useTranslations } from 'next-intl'
import { OperatorContacts } from '@/components/layout/operator'
import { Alert } from '@/components/ui/alert'

/** Says that no letter is made before the operator entered its name, and whom to ask. */
export function UnnamedOperator() {
  const t = useTranslations('errors')
  return (
    <Alert tone="warning">
      {t('OPERATOR_UNNAMED')}
      <OperatorContacts className="block" />
    </Alert>
  )
}
