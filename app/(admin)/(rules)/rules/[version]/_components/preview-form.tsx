import { useTranslations } from 'next-intl'
import { Checkbox } from '@/components/forms/checkbox'
import { SelectField } from '@/components/forms/select-field'
import { Button } from '@/components/ui/button'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { applicantsOf, certificatesOf, type PreviewAnswers } from './preview-answers'

type Props = { rulebook: Rulebook; answers: PreviewAnswers }

/** Shows the choice of an applicant to preview; the page's address contains all of it. */
export function PreviewForm({ rulebook, answers }: Props) {
  const t = useTranslations('rules.preview')
  const rulebookWords = useTranslations('rulebook')
  const { who, idType, certificate, isOther, isOnBehalf, hasSeal } = answers
  const isOrganisation = who !== 'INDIVIDUAL'
  const certificates = certificatesOf(rulebook, who)
  const idTypes = rulebook.kinds[isOrganisation ? 'ORGANISATION' : 'INDIVIDUAL']?.idTypes ?? []
  const nameOf = (each: string) =>
    each === 'INDIVIDUAL' ? rulebookWords('kinds.INDIVIDUAL.name') : rulebookWords(`options.organisation.type.${each}`)
  return (
    <form className="flex flex-wrap items-end gap-x-4 gap-y-3" key={JSON.stringify(answers)}>
      <input type="hidden" name="section" value="PREVIEW" />
      <SelectField
        name="who"
        label={t('who')}
        defaultValue={who}
        options={applicantsOf(rulebook).map((value) => ({ value, label: nameOf(value) }))}
      />
      <SelectField
        name="idType"
        label={t('idType')}
        defaultValue={idType}
        options={idTypes.map(({ type }) => ({ value: type, label: rulebookWords(`options.person.idType.${type}`) }))}
      />
      {isOrganisation ? (
        <>
          <SelectField
            name="certificate"
            label={t('certificate')}
            defaultValue={certificate}
            options={certificates.map((value) => ({
              value,
              label: rulebookWords(`options.organisation.certificate.${value}`),
            }))}
          />
          <Box name="isOther" label={t('isOther')} isChecked={isOther} />
          <Box name="isOnBehalf" label={t('isOnBehalf')} isChecked={isOnBehalf} />
          {who === 'INDIVIDUAL_BUSINESS' ? (
            <Box name="withoutSeal" label={t('withoutSeal')} isChecked={!hasSeal} />
          ) : null}
        </>
      ) : null}
      <Button type="submit">{t('show')}</Button>
    </form>
  )
}

function Box({ name, label, isChecked }: { name: string; label: string; isChecked: boolean }) {
  return (
    <label htmlFor={name} className="flex min-h-11 items-center gap-2 compact:min-h-9">
      <Checkbox id={name} name={name} value="yes" defaultChecked={isChecked} />
      {label}
    </label>
  )
}
