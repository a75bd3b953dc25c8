import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import type { Operation } from '@/lib/web/api/reference'
import { FieldTable } from './field-table'
import { TypeText } from './type-text'

/** Describes one request, and everything that it may be answered with. */
export function OperationCard({ operation }: { operation: Operation }) {
  const t = useTranslations('public.apiReference')
  const { id, method, path, summary, about, isOpen, parameters, bodies, answers } = operation
  return (
    <Card id={id} headingLevel={3} title={<span lang="en">{summary}</span>}>
      <p>
        <code className="font-medium wrap-anywhere">
          {method} {path}
        </code>
      </p>
      {about ? (
        <p lang="en" className="mt-2 max-w-measure text-text-muted">
          {about}
        </p>
      ) : null}
      {isOpen ? <p className="mt-2 text-text-muted">{t('open')}</p> : null}
      {parameters.length > 0 ? (
        <div className="mt-4">
          <FieldTable caption={t('parametersOf', { name: id })} fields={parameters} />
        </div>
      ) : null}
      <Bodies title={t('body')} bodies={bodies} caption={t('fieldsOf', { name: id })} />
      <h4 className="mt-5 mb-1 text-sm font-medium">{t('answers')}</h4>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-2 text-sm">
        {answers.map((answer) => (
          <div key={answer.status} className="col-span-2 grid grid-cols-subgrid">
            <dt className="numeric font-medium">{answer.status}</dt>
            <dd className="min-w-0">
              {answer.about.map((line) => (
                <span key={line} lang="en" className="block wrap-anywhere">
                  {line}
                </span>
              ))}
              {answer.bodies.map((body) => (
                <span key={body.mediaType} className="block text-text-muted">
                  <code>{body.mediaType}</code> <TypeText type={body} />
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function Bodies({ title, bodies, caption }: { title: string; bodies: Operation['bodies']; caption: string }) {
  if (bodies.length === 0) return null
  return (
    <div className="mt-5">
      <h4 className="mb-1 text-sm font-medium">{title}</h4>
      {bodies.map((body) => (
        <div key={body.mediaType} className="text-sm">
          <code>{body.mediaType}</code> <TypeText type={body} />
          {body.fields.length > 0 ? <FieldTable caption={caption} fields={body.fields} /> : null}
        </div>
      ))}
    </div>
  )
}
