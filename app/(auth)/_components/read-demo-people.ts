import 'server-only'
import { getTranslations } from 'next-intl/server'
import { readableNumber } from '@/lib/accounts/mobile-number'
import { DEMO_APPLICANTS, DEMO_STAFF, NEWCOMER } from '@/lib/demo/cast'
import { demoPapers, demoTotpCodeFor, isDemoVisitor } from '@/lib/web/demo'
import type { DemoPeople, DemoSignIn } from './demo-people'

/** Null everywhere but in a demo, seen from the machine that it runs on. */
export async function readDemoApplicants(): Promise<DemoSignIn | null> {
  if (!(await isDemoVisitor())) return null
  const t = await getTranslations('demo')
  const papers = [
    [t('papers.name'), NEWCOMER.name],
    [t('papers.number'), NEWCOMER.idNumber],
    [t('papers.born'), NEWCOMER.birthDate],
    [t('papers.valid'), `${NEWCOMER.idValidFrom} – ${NEWCOMER.idValidTo}`],
    [t('papers.pictures'), demoPapers()],
  ] as const
  return {
    title: t('applicants.title'),
    lead: t('applicants.lead'),
    code: { title: t('code.title'), text: t('code.text') },
    people: DEMO_APPLICANTS.map(({ key, phone }) => ({
      key: phone,
      name: t(`cast.${key}.name`),
      shows: t(`cast.${key}.shows`),
      facts: key === 'newcomer' ? papers : [],
      use: t('applicants.use', { phone: readableNumber(`+86${phone}`) }),
    })),
  }
}

export async function readDemoStaff(): Promise<DemoPeople | null> {
  if (!(await isDemoVisitor())) return null
  const t = await getTranslations('demo')
  return {
    title: t('staff.title'),
    lead: t('staff.lead'),
    people: await Promise.all(
      Object.values(DEMO_STAFF).map(async ({ key, name, email, password }) => ({
        key,
        name: `${name} · ${t(`colleagues.${key}.role`)}`,
        shows: t(`colleagues.${key}.shows`),
        facts: [
          [t('staff.email'), email],
          [t('staff.password'), password],
          [t('staff.code'), (await demoTotpCodeFor(email)) ?? '—'],
        ],
        use: t('staff.use', { name }),
      })),
    ),
  }
}
