'use client'
import { useTranslations } from 'next-intl'
import { type ChangeEvent, useState } from 'react'
import { ChoiceCards } from '@/components/forms/choice-cards'
import { StaffRole } from '@/lib/db/generated/enums'
import { CapabilityList } from './capability-list'

type Props = { chosen?: readonly string[]; error?: string | undefined }

const ROLES = Object.values(StaffRole)

/** The roles, and what those that are ticked come to. */
export function RoleChoices({ chosen = [], error }: Props) {
  const t = useTranslations('access.roles')
  const tRoles = useTranslations('admin.roles')
  const [ticked, setTicked] = useState(chosen)
  const roles = ROLES.filter((role) => ticked.includes(role))
  const onChange = ({ target: { value, checked } }: ChangeEvent<HTMLInputElement>) =>
    setTicked((before) => (checked ? [...before, value] : before.filter((role) => role !== value)))
  return (
    <div className="flex flex-col gap-4" onChange={onChange}>
      <ChoiceCards
        type="checkbox"
        name="roles"
        legend={tRoles('legend')}
        hint={tRoles('hint')}
        error={error}
        columns={2}
        defaultValues={chosen}
        choices={ROLES.map((role) => ({ value: role, label: t(`${role}.name`), hint: t(`${role}.about`) }))}
      />
      <div aria-live="polite" className="rounded-md bg-surface-sunken px-4 py-3">
        <p className="font-medium">{tRoles(roles.length > 0 ? 'may' : 'mayNothing')}</p>
        {roles.length > 0 ? <CapabilityList roles={roles} /> : null}
      </div>
    </div>
  )
}
