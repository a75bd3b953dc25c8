import type { ReactNode } from 'react'

export type DemoPerson = {
  key: string
  name: string
  shows: string
  facts: readonly (readonly [string, string])[]
  use: string
}
export type DemoPeople = { title: string; lead: string; people: readonly DemoPerson[] }

/** Lists the people as whom a demo can be tried; `children` makes the button of each. */
export function DemoPeopleList({
  title,
  lead,
  people,
  children,
}: DemoPeople & { children: (person: DemoPerson) => ReactNode }) {
  return (
    <section aria-labelledby="demo-people" className="mt-10 border-t pt-8">
      <h2 id="demo-people" className="text-lg font-semibold">
        {title}
      </h2>
      <p className="mt-1 text-text-muted">{lead}</p>
      <ul className="mt-4 divide-y border-y">
        {people.map((person) => (
          <li key={person.key} className="py-4">
            <h3 className="font-semibold">{person.name}</h3>
            <p className="mt-1 text-sm text-text-muted">{person.shows}</p>
            {person.facts.length > 0 ? (
              <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3 text-sm">
                {person.facts.map(([name, value]) => (
                  <div key={name} className="contents">
                    <dt className="text-text-muted">{name}</dt>
                    <dd className="break-all font-mono">{value}</dd>
                  </div>
                ))}
              </dl>
            ) : null}
            <div className="mt-3">{children(person)}</div>
          </li>
        ))}
      </ul>
    </section>
  )
}
