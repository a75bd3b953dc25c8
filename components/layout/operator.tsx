'use client'
import { useTranslations } from 'next-intl'
import { createContext, type ReactNode, useContext } from 'react'
import type { Operator } from '@/lib/core/operator'

const OperatorContext = createContext<Operator>({ name: null, phone: null, email: null })

/** Lets every page, error pages included, name the portal's operator. */
export function OperatorProvider({ operator, children }: { operator: Operator; children: ReactNode }) {
  return <OperatorContext value={operator}>{children}</OperatorContext>
}

/** Shows where the operator can be reached, and renders nothing when the operator entered nothing. */
export function OperatorContacts({ className }: { className?: string }) {
  const t = useTranslations('common.operator')
  const { phone, email } = useContext(OperatorContext)
  if (!phone && !email) return null
  return (
    <span className={className}>
      {phone ? (
        <a href={`tel:${phone.replaceAll(/[ -]/g, '')}`} className="link numeric mr-4 inline-block py-2.5">
          {t('phone', { phone })}
        </a>
      ) : null}
      {email ? (
        <a href={`mailto:${email}`} className="link inline-block py-2.5 wrap-anywhere">
          {t('email', { email })}
        </a>
      ) : null}
    </span>
  )
}

/** Says who runs the portal and whom to ask, in one line; an operator that entered no name is the platform's. */
export function OperatorLine({ className }: { className?: string }) {
  const t = useTranslations('common.operator')
  const { name } = useContext(OperatorContext)
  return (
    <p className={className}>
      <span className="mr-4 inline-block py-2.5">{name ? t('by', { name }) : t('byUnnamed')}</span>
      <OperatorContacts />
    </p>
  )
}
