import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { apiReference } from '@/lib/web/api/reference'
import { PublicFrame } from '../_components/public-frame'
import { FieldTable } from './_components/field-table'
import { OperationCard } from './_components/operation-card'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('public.apiReference'))('title') }
}

/**
 * Describes the API to those who write the platform's systems: each request, answer and form, of the OpenAPI file
 * itself.
 */
export default async function ApiReferencePage() {
  const t = await getTranslations('public.apiReference')
  const { groups, schemas } = apiReference()
  return (
    <PublicFrame>
      <h1 className="text-xl font-semibold sm:text-2xl">{t('title')}</h1>
      <p className="mt-4 max-w-measure text-text-muted">
        {t.rich('lead', {
          file: (children) => (
            <a href="/api/v1/openapi.json" className="link">
              {children}
            </a>
          ),
        })}
      </p>
      <p className="mt-2 max-w-measure text-text-muted">{t('key')}</p>
      <nav aria-label={t('contents')} className="mt-6 flex flex-col gap-4">
        {groups.map(({ name, operations }) => (
          <div key={name}>
            <p lang="en" className="text-sm font-medium text-text-muted">
              {name}
            </p>
            <ul>
              {operations.map(({ id, method, path, summary }) => (
                <li key={id} className="min-w-0">
                  <a href={`#${id}`} className="link flex min-h-11 flex-wrap items-center gap-x-2">
                    <code className="text-sm wrap-anywhere">
                      {method} {path}
                    </code>
                    <span lang="en" className="text-sm text-text-muted">
                      {summary}
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
        <a href="#schemas" className="link inline-flex min-h-11 items-center self-start">
          {t('schemas')}
        </a>
      </nav>
      {groups.map(({ name, about, operations }) => (
        <section key={name} aria-labelledby={`group-${name}`} className="mt-10">
          <h2 id={`group-${name}`} lang="en" className="text-lg font-semibold">
            {name}
          </h2>
          {about ? (
            <p lang="en" className="mt-1 text-text-muted">
              {about}
            </p>
          ) : null}
          <div className="mt-4 flex flex-col gap-5">
            {operations.map((operation) => (
              <OperationCard key={operation.id} operation={operation} />
            ))}
          </div>
        </section>
      ))}
      <section aria-labelledby="schemas" className="mt-10">
        <h2 id="schemas" className="text-lg font-semibold">
          {t('schemas')}
        </h2>
        <div className="mt-4 flex flex-col gap-8">
          {schemas.map(({ name, about, fields, type }) => (
            <div key={name} id={`schema-${name}`}>
              <h3 className="mb-2 font-medium">
                <code>{name}</code>
              </h3>
              {about ? (
                <p lang="en" className="mb-2 max-w-measure text-text-muted">
                  {about}
                </p>
              ) : null}
              {fields.length > 0 ? (
                <FieldTable caption={t('fieldsOf', { name })} fields={fields} />
              ) : (
                <p>
                  <code>{[type.text, ...type.values].join(' · ')}</code>
                </p>
              )}
            </div>
          ))}
        </div>
      </section>
    </PublicFrame>
  )
}
