import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ChoiceCards } from '@/components/forms/choice-cards'
import { SelectField } from '@/components/forms/select-field'
import { Button } from '@/components/ui/button'
import { offeredOf, type PreparationAnswers, WHO } from '@/lib/qualifications/preparation'
import { ID_TYPES } from '@/lib/rulebook/id-types'
import type { KindRules, Rulebook } from '@/lib/rulebook/rulebook'

type Props = { rulebook: Rulebook; answers: PreparationAnswers }

/** Identifies the form, for a button elsewhere on its page. */
export const QUESTIONS = 'questions'
/** The name and value of a button that starts an application with the answers, instead of showing the list. */
export const STARTS = { name: 'start', value: 'yes' }

/**
 * Asks a few questions by GET: the answers are in the address and nowhere else. The style sheet hides what does not
 * concern the chosen applicant, so that it works before and without scripts.
 */
export function PrepareForm({ rulebook, answers, mayStart }: Props & { mayStart: boolean }) {
  const t = useTranslations('public.prepare.form')
  const { INDIVIDUAL: individual, ORGANISATION: organisation } = rulebook.kinds
  return (
    <form id={QUESTIONS} action="/prepare" aria-label={t('label')} className="group/questions flex flex-col gap-8">
      <Question number={1}>
        <ChoiceCards
          type="radio"
          name="who"
          legend={t('who')}
          columns={2}
          defaultValues={[answers.who ?? 'INDIVIDUAL']}
          choices={WHO.map((value) => ({ value, label: t(`whos.${value}`, { age: rulebook.terms.adultAge }) }))}
        />
        {organisation ? <OrganisationType rulebook={rulebook} rules={organisation} answers={answers} /> : null}
      </Question>
      <Question number={2} isOfApplicants>
        <fieldset className="flex flex-col gap-4">
          <legend className="mb-2 font-medium">{t('ids')}</legend>
          {individual ? (
            <div className={FOR.INDIVIDUAL}>
              <IdSelect name="id" label={t('id')} chosen={answers.id} />
            </div>
          ) : null}
          {organisation ? (
            <div className={`${FOR.ORGANISATION} flex flex-col gap-4`}>
              <IdSelect name="rep" label={t('rep')} hint={t('repHint')} chosen={answers.rep} />
              <ChoiceCards
                type="radio"
                name="admin"
                legend={t('admin')}
                hint={t('adminHint')}
                columns={2}
                defaultValues={[answers.admin]}
                choices={(['SAME', 'OTHER'] as const).map((value) => ({ value, label: t(`admins.${value}`) }))}
              />
              <div className="not-group-has-[[value=OTHER]:checked]/questions:hidden">
                <IdSelect name="adminId" label={t('adminId')} chosen={answers.adminId} />
              </div>
            </div>
          ) : null}
        </fieldset>
      </Question>
      <Question number={3} isOfApplicants>
        <fieldset className="flex flex-col gap-4">
          <legend className="mb-2 font-medium">{t('sends')}</legend>
          {organisation ? (
            <div className={FOR.ORGANISATION}>
              <Options
                name="use"
                label={t('use')}
                chosen={answers.use}
                words="rulebook.options.use.onBehalf"
                values={offeredOf(rulebook, organisation, 'use.onBehalf')}
              />
            </div>
          ) : null}
          <Options
            name="purpose"
            label={t('purpose')}
            chosen={answers.purpose}
            words="review.queue.purposes"
            values={allPurposes(individual ?? organisation)}
          />
          <Sources rulebook={rulebook} chosen={answers.source} />
        </fieldset>
      </Question>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" variant="primary">
          {t('submit')}
        </Button>
        {mayStart ? (
          <Button {...STARTS} type="submit" className={REFUSED}>
            {t('start')}
          </Button>
        ) : null}
      </div>
    </form>
  )
}

/** Hides questions while another applicant is chosen; browsers that don't support it show them. */
const FOR = {
  INDIVIDUAL: 'not-group-has-[[value=INDIVIDUAL]:checked]/questions:hidden',
  ORGANISATION: 'not-group-has-[[value=ORGANISATION]:checked]/questions:hidden',
}

/** Hides what people who may not apply need not see. */
const REFUSED =
  'group-has-[[value^=UNDER]:checked]/questions:hidden group-has-[[value=OUTSIDE]:checked]/questions:hidden'

/** Shows one question; `isOfApplicants` hides it from people who may not apply. */
function Question({
  number,
  isOfApplicants = false,
  children,
}: {
  number: number
  isOfApplicants?: boolean
  children: ReactNode
}) {
  return (
    <div className={`flex gap-4 ${isOfApplicants ? REFUSED : ''}`}>
      <span
        aria-hidden
        className="numeric flex size-7 shrink-0 items-center justify-center rounded-md border border-action text-sm font-semibold text-action"
      >
        {number}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-4">{children}</div>
    </div>
  )
}

function OrganisationType({ rulebook, rules, answers }: Props & { rules: KindRules }) {
  const t = useTranslations('public.prepare.form')
  return (
    <div className={`${FOR.ORGANISATION} flex flex-col gap-4`}>
      <Options
        name="type"
        label={t('type')}
        chosen={answers.type}
        words="rulebook.options.organisation.type"
        values={offeredOf(rulebook, rules, 'organisation.type')}
      />
      <div className="not-group-has-[[value$=BUSINESS]:checked]/questions:hidden">
        <Options
          name="seal"
          label={t('seal')}
          chosen={answers.seal}
          words="rulebook.options.organisation.hasSeal"
          values={['YES', 'NO']}
        />
      </div>
    </div>
  )
}

function IdSelect({ name, label, hint, chosen }: { name: string; label: string; hint?: string; chosen: string }) {
  const t = useTranslations('rulebook.options.person.idType')
  return (
    <SelectField
      name={name}
      label={label}
      {...(hint ? { hint } : {})}
      defaultValue={chosen}
      options={ID_TYPES.map((value) => ({ value, label: t(value) }))}
    />
  )
}

type Choosing = { name: string; label: string; chosen: string | undefined; words: string; values: readonly string[] }

function Options({ name, label, chosen, words, values }: Choosing) {
  const t = useTranslations()
  return (
    <SelectField
      name={name}
      label={label}
      defaultValue={chosen ?? values[0]}
      options={values.map((value) => ({ value, label: t(`${words}.${value}`) }))}
    />
  )
}

/** Shows the sources of both kinds: what an individual may not use is shown afterwards. */
function Sources({ rulebook, chosen }: { rulebook: Rulebook; chosen: string | undefined }) {
  const t = useTranslations()
  const offered = Object.values(rulebook.kinds).flatMap(({ signatures }) =>
    signatures.sources.map(({ source }) => source),
  )
  const others = [...new Set(offered)].filter((source) => source !== 'OWN_NAME' && source !== 'ORGANISATION_NAME')
  return (
    <SelectField
      name="source"
      label={t('public.prepare.form.source')}
      hint={t('public.prepare.form.sourceHint')}
      defaultValue={chosen ?? ''}
      placeholder={t('public.prepare.form.ownName')}
      options={others.map((value) => ({ value, label: t(`rulebook.sources.${value}.name`) }))}
    />
  )
}

const allPurposes = (rules: KindRules | undefined): string[] =>
  rules?.groups.flatMap(({ fields }) => fields).find(({ key }) => key === 'use.purposes')?.options ?? []
