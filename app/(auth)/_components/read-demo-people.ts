import 'server-only'
import { getTranslations } from 'next-intl/server'
import type { DemoPeople } from '@/components/sign-in/demo-people'
import { readableNumber } from '@/lib/accounts/mobile-number'
import { demoTotpCodeFor, readDemoCast } from '@/lib/web/demo'

/** Returns null everywhere but in a demo, seen from the machine that it runs on. */
export async function readDemoApplicants(): Promise<DemoPeople | null> {
  const cast = await readDemoCast()
  if (!cast) return null
  const { applicants, newcomer } = cast
  const t = await getTranslations('demo')
  const papers = [
    [t('papers.name'), newcomer.name],
    [t('papers.number'), newcomer.idNumber],
    [t('papers.born'), newcomer.birthDate],
    [t('papers.valid'), `${newcomer.idValidFrom} – ${newcomer.idValidTo}`],
    [t('papers.pictures'), newcomer.papers],
  ] as const
  return {
    title: t('applicants.title'),
    lead: t('applicants.lead'),
    people: applicants.map(({ key, phone }) => ({
      key: phone,
      name: t(`cast.${key}.name`),
      shows: t(`cast.${key}.shows`),
      facts: key === 'newcomer' ? papers : [],
      use: t('applicants.use', { phone: readableNumber(`+86${phone}`) }),
    })),
  }
}

export async function readDemoStaff(): Promise<DemoPeople | null> {
  const cast = await readDemoCast()
  if (!cast) return null
  const t = await getTranslations('demo')
  return {
    title: t('staff.title'),
    lead: t('staff.lead'),
    people: await Promise.all(
      cast.staff.map(async ({ key, name, email, password }) => ({
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
