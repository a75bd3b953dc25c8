'use client'
import { useTranslations } from 'next-intl'
import { ChoiceCards } from '@/components/forms/choice-cards'
import { StaffRole } from '@/lib/db/generated/enums'

type Props = { chosen?: readonly string[]; error?: string | undefined }

/** The roles, each with what it may. */
export function RoleChoices({ chosen = [], error }: Props) {
  const t = useTranslations('access.roles')
  const tRoles = useTranslations('admin.roles')
  return (
    <ChoiceCards
      type="checkbox"
      name="roles"
      legend={tRoles('legend')}
      hint={tRoles('hint')}
      error={error}
      columns={2}
      defaultValues={chosen}
      choices={Object.values(StaffRole).map((role) => ({
        value: role,
        label: t(`${role}.name`),
        hint: t(`${role}.about`),
      }))}
    />
  )
}
