import 'server-only'
import { database } from '@/lib/db/client'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { isLiveAccount } from '@/lib/db/live-accounts'
import type { Bilingual } from '@/lib/rulebook/bilingual'
import { shownReasons } from '@/lib/rulebook/reasons'
import { reasonsOf } from '@/lib/rulebook/registry'
import type { KindRules } from '@/lib/rulebook/rulebook'
import type { ShownPart } from './shown-part'

/** Another submitted application in which something of a part was used too. */
export type SeenElsewhere = {
  id: string
  reference: string
  /** A case with an expired claim counts as waiting. */
  status: QualificationStatus
  /** When it was last submitted. */
  queuedAt: Date
  isSameAccount: boolean
  /** Lists what they have in common: field keys, `signature`, `files`, or `pictures` that are nearly the same. */
  common: string[]
  /** Lists the reasons of its newest refusal. */
  reasons: Bilingual[]
}

type Row = Omit<SeenElsewhere, 'common' | 'reasons'> & { place: string; reasonsVersion: string | null; codes: string[] }

/** The number of applications that are shown for each value or file, newest first. */
const MOST = 3
/** The number that are looked at for each: what very many submit must not slow a review. */
const LOOKED_AT = 1_000

/** The newest pictures of a kind that each picture is compared with. */
const COMPARED = 10_000
/**
 * A picture and its copy differ by at most so many bits, of 256: fewer for certificates, since scans of two are alike
 * but for their print. Before a copy is cut and turned in all ways, both as they are may differ by more. Measured:
 * decision 91.
 */
const MOST_APART = { cards: 20, certificates: 8, asTheyAre: 80 }

/** Names the indexes of values that belong to one person or organisation. Many people have the same name. */
const OF_ONE: readonly (string | undefined)[] = ['idNumber', 'code', 'phone']

type Case = {
  qualificationId: string
  submissionId: string
  accountId: string
  rules: KindRules
  fileIds: readonly string[]
  /** Lists the accounts of the reader, who never reviews them. */
  ownAccountIds: readonly string[]
}

/**
 * Returns where else the ID numbers, phones, codes, sender signatures, files and pictures of a case were submitted, as
 * a function of its parts. A file, and a picture that is nearly the same, is looked for in other accounts alone. It is
 * for reviewers, who may know of each submitted application but those of their own accounts: an applicant must not
 * learn that another account has a value or a file, from an answer or from how long that takes. What was erased has no
 * index and no key, and is not found.
 */
export async function readSeenElsewhere(of: Case): Promise<(part: Searched) => SeenElsewhere[]> {
  const rows = await findRows(of)
  const versions = [...new Set(rows.flatMap(({ reasonsVersion }) => reasonsVersion ?? []))]
  const catalogues = new Map(
    await Promise.all(versions.map(async (version) => [version, await reasonsOf(version)] as const)),
  )
  return (part) => {
    const places = placesOf(part)
    const found = new Map<string, SeenElsewhere>()
    for (const { place, reasonsVersion, codes, ...one } of rows) {
      const what = places.get(place)
      if (!what) continue
      const common = [...new Set([...(found.get(one.id)?.common ?? []), what])]
      const catalogue = catalogues.get(reasonsVersion ?? '')
      const reasons = catalogue ? shownReasons(catalogue, codes).map(({ name }) => name) : []
      found.set(one.id, { ...one, common, reasons })
    }
    return [...found.values()]
  }
}

type Searched = Pick<ShownPart, 'answers' | 'files' | 'signature'> & { kind: string }

/** Returns the places of a part in which something is looked for, and what each is called. */
function placesOf({ kind, answers, files, signature }: Searched): Map<string, string> {
  if (kind === 'SENDER_SIGNATURE') return new Map(signature ? [[signature.id, 'signature']] : [])
  if (kind === 'FIELDS') return new Map(answers.map(({ key }) => [key, key]))
  return new Map(files.flatMap(({ id }) => [[id, 'files'] as const, [`${id} pictures`, 'pictures'] as const]))
}

function findRows({ qualificationId, submissionId, accountId, rules, fileIds, ownAccountIds }: Case): Promise<Row[]> {
  const fields = rules.groups.flatMap((group) => group.fields)
  const keys = fields.flatMap(({ key, searchable }) => (OF_ONE.includes(searchable) ? [key] : []))
  return database().$queryRaw<Row[]>`
    WITH near AS MATERIALIZED (
      SELECT l.file_id AS id, f.sha256, f.account_id, other.file_id AS other
      FROM likenesses l JOIN stored_files f ON f.id = l.file_id CROSS JOIN LATERAL (
        SELECT v.file_id, v.views, v.whole
        FROM (
          SELECT file_id, page, whole FROM likenesses WHERE kind = l.kind ORDER BY file_id DESC, page DESC LIMIT ${COMPARED}
        ) o JOIN likenesses v ON v.file_id = o.file_id AND v.page = o.page
        WHERE bit_count(o.whole # l.whole) <= ${MOST_APART.asTheyAre}
      ) other CROSS JOIN LATERAL (
        SELECT CASE l.kind WHEN 'CERTIFICATE' THEN ${MOST_APART.certificates}::int ELSE ${MOST_APART.cards}::int END AS bits
      ) most
      WHERE l.file_id = ANY(${[...fileIds]}::uuid[]) AND (
        EXISTS (SELECT FROM unnest(other.views) view WHERE bit_count(view # l.whole) <= most.bits)
        OR EXISTS (SELECT FROM unnest(l.views) view WHERE bit_count(view # other.whole) <= most.bits))
    ), found AS (
      SELECT f.key AS place, other.id
      FROM declared_fields f CROSS JOIN LATERAL (
        SELECT s.qualification_id AS id
        FROM declared_fields o JOIN submissions s ON s.id = o.submission_id AND s.submitted_at IS NOT NULL
        WHERE o.value_index = f.value_index AND s.qualification_id <> ${qualificationId}::uuid
        LIMIT ${LOOKED_AT}
      ) other
      WHERE f.submission_id = ${submissionId}::uuid AND f.key = ANY(${keys}::text[])
      UNION
      SELECT g.id::text, other.id
      FROM sender_signatures g CROSS JOIN LATERAL (
        SELECT s.qualification_id AS id
        FROM sender_signatures o JOIN submissions s ON s.id = o.submission_id AND s.submitted_at IS NOT NULL
        WHERE o.text_index = g.text_index AND s.qualification_id <> ${qualificationId}::uuid
        LIMIT ${LOOKED_AT}
      ) other
      WHERE g.submission_id = ${submissionId}::uuid
      UNION
      SELECT f.id::text, other.id
      FROM stored_files f CROSS JOIN LATERAL (
        SELECT s.qualification_id AS id
        FROM stored_files o
        JOIN data_keys k ON k.id = o.data_key_id AND k.erased_at IS NULL
        JOIN document_pages p ON p.file_id = o.id
        JOIN documents d ON d.id = p.document_id
        JOIN submissions s ON s.id = d.submission_id AND s.submitted_at IS NOT NULL
        WHERE o.sha256 = f.sha256 AND o.account_id <> f.account_id
        LIMIT ${LOOKED_AT}
      ) other
      WHERE f.id = ANY(${[...fileIds]}::uuid[])
      UNION
      SELECT n.id::text || ' pictures', s.qualification_id
      FROM near n
      JOIN stored_files o ON o.id = n.other AND o.account_id <> n.account_id AND o.sha256 <> n.sha256
      JOIN document_pages p ON p.file_id = o.id
      JOIN documents d ON d.id = p.document_id
      JOIN submissions s ON s.id = d.submission_id AND s.submitted_at IS NOT NULL
    ), newest AS (
      SELECT found.place, q.id, q.reference, q.status, q.lease_ends_at, q.account_id, q.queued_at,
        row_number() OVER (PARTITION BY found.place ORDER BY q.queued_at DESC, q.id DESC) AS rank
      FROM found JOIN qualifications q ON q.id = found.id
      WHERE q.account_id <> ALL(${[...ownAccountIds]}::uuid[]) AND ${isLiveAccount('q.account_id')}
    )
    SELECT n.place, n.id::text, n.reference, n.queued_at AS "queuedAt", n.account_id = ${accountId}::uuid AS "isSameAccount",
      CASE WHEN n.status = 'IN_REVIEW' AND n.lease_ends_at <= clock_timestamp() THEN 'SUBMITTED' ELSE n.status END AS status,
      refused.version AS "reasonsVersion", COALESCE(refused.codes, '{}') AS codes
    FROM newest n LEFT JOIN LATERAL (
      SELECT d.reasons_version AS version, ARRAY(
          SELECT DISTINCT code FROM part_judgements j CROSS JOIN unnest(j.reasons) code WHERE j.decision_id = d.id
        ) AS codes
      FROM decisions d JOIN submissions s ON s.id = d.submission_id
      WHERE s.qualification_id = n.id AND d.outcome <> 'APPROVED'
      ORDER BY d.decided_at DESC, d.id DESC
      LIMIT 1
    ) refused ON true
    WHERE n.rank <= ${MOST}
    ORDER BY n.queued_at DESC, n.id DESC`
}
