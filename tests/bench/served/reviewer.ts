import { type Entries, type Reply, redirectOf, type Visitor } from './visitor'

/** Describes what a page or an answer shows of a case that the reviewer has claimed. */
type Opened = { id: string; revision: number; reasonsVersion: string; partIds: string[] }

const QUEUE = 'app/(review)/queue'

/** Acts as a reviewer's browser: it approves each case that it is shown, and continues with the next. */
export class Reviewer {
  readonly #visitor: Visitor
  #opened: Opened | null = null

  constructor(visitor: Visitor) {
    this.#visitor = visitor
  }

  get requests(): number {
    return this.#visitor.requests
  }

  /** Opens the queue and claims a case, as at the start of a day. */
  async open(): Promise<void> {
    if (!this.#opened) await this.#claimNext('/queue', treeOf())
  }

  /**
   * Approves the case that is open. An answer that shows the next case is followed; otherwise the button on the page of
   * the decided case claims it.
   */
  async decideAndContinue(): Promise<void> {
    const opened = this.#opened
    if (!opened) throw new Error('No case is open')
    const entries: Entries = [
      ['qualificationId', opened.id],
      ['revision', `${opened.revision}`],
      ['reasonsVersion', opened.reasonsVersion],
      ['goOn', 'NEXT'],
      ...opened.partIds.flatMap((part) => [['parts', part] as const, [`verdict:${part}`, 'ACCEPTED'] as const]),
    ]
    const page = `/queue/${opened.id}`
    const answer = await this.#visitor.act(
      page,
      `${QUEUE}/[qualificationId]/actions.ts#decide`,
      entries,
      treeOf(opened.id),
    )
    const next = openedIn(answer)
    if (next && next.id !== opened.id) this.#opened = next
    else await this.#claimNext(page, treeOf(opened.id))
  }

  async #claimNext(page: string, tree: string): Promise<void> {
    const answer = await this.#visitor.act(page, `${QUEUE}/actions.ts#claimNextQualification`, [], tree)
    this.#opened = openedIn(answer) ?? openedIn(await this.#follow(redirectOf(answer), tree))
    if (!this.#opened) throw new Error(`No case was claimed: ${redirectOf(answer)} ${answer.text.slice(-300)}`)
  }

  /** Requests the page that an action leads to, as the browser does when the answer doesn't contain it. */
  async #follow(page: string, tree: string): Promise<Reply> {
    const headers = { RSC: '1', 'Next-Router-State-Tree': tree }
    const answer = await this.#visitor.ask(page, { headers })
    const place = [answer.headers.location ?? ''].flat()[0]
    return place ? this.#visitor.ask(place, { headers }) : answer
  }
}

/** Returns the case that the workbench in this answer shows. */
function openedIn({ text }: Reply): Opened | null {
  const at = text.indexOf('"opened":{')
  if (at < 0) return null
  const shown = text.slice(at)
  const id = /"qualificationId":"([0-9a-f-]{36})"/.exec(shown)?.[1]
  const revision = /"revision":(\d+)/.exec(text.slice(text.lastIndexOf('"head":{', at), at))?.[1]
  const reasonsVersion = /"catalogue":\{"version":"([^"]+)"/.exec(shown)?.[1]
  const partIds = [...shown.matchAll(/"id":"([0-9a-f-]{36})","kind":"[A-Z_]+","fieldGroup"/g)].map(
    ([, part]) => part ?? '',
  )
  if (!id || !revision || !reasonsVersion || partIds.length === 0)
    throw new Error(`Not understood: ${shown.slice(0, 500)}`)
  return { id, revision: Number(revision), reasonsVersion, partIds }
}

/** Returns what the browser has drawn, as Next's client sends it: the queue, or a case in it. */
function treeOf(caseId?: string): string {
  const page = ['__PAGE__', {}, null, null, 0]
  const shown = caseId ? [['qualificationId', caseId, 'd', null], { children: page }, null, null, 0] : page
  const inside = ['(review)', { children: ['queue', { children: shown }, null, null, 0] }, null, null, 0]
  return encodeURIComponent(JSON.stringify(['', { children: inside }, null, null, 16]))
}
