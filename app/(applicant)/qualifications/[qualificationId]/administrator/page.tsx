import { getTranslations } from 'next-intl/server'
import { fieldsPage } from '../_components/fields-page'
import type { TaskPageProps } from '../_components/own-draft'

export async function generateMetadata() {
  return { title: (await getTranslations('applicant.administrator'))('title') }
}

export default function AdministratorPage(props: TaskPageProps) {
  return fieldsPage(props, 'administrator')
}
