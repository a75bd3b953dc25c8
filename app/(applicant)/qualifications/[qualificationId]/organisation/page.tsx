import { getTranslations } from 'next-intl/server'
import { fieldsPage } from '../_components/fields-page'
import type { TaskPageProps } from '../_components/own-draft'

export async function generateMetadata() {
  return { title: (await getTranslations('applicant.organisation'))('title') }
}

export default function OrganisationPage(props: TaskPageProps) {
  return fieldsPage(props, 'organisation')
}
