// The table of words that this repository replaces. It holds only phrases that have no other meaning: a word that is
// also plain English ("stands", "keep", "turn") is only counted, by `OLD_WORDS`.

/** Names what may stand between "hand" and "in", as in "hand it in". */
const OBJECT = '(?: (?:it|them|this|these|those|that|one|something|everything|documents|photographs))?'

/**
 * Lists the phrases that fail the check: the pattern, and what to write instead. An article before "hand" makes it a
 * noun.
 *
 * @type {readonly { pattern: RegExp, instead: string }[]}
 */
const TABLE = [
  {
    pattern: new RegExp(
      `(?<!\\b(?:the|a|an|one|each|left|right|other)[ -])\\bhand(?:s|ed|ing)?${OBJECT} in\\b(?! hand)`,
      'gi',
    ),
    instead: '"submit" or "upload"',
  },
  { pattern: /\bhand(?:ed|ing)?-ins?\b/gi, instead: '"submission" or "submitted"' },
  { pattern: /\banew\b/gi, instead: '"again" or "new"' },
  { pattern: /\bmend(?:s|ed|ing|able)?\b/gi, instead: '"correct" for applicants, "fix" for software' },
  { pattern: /\bwho(?:so)?ever\b/gi, instead: '"anyone who", "the person who" or "who"' },
  { pattern: /\b(?:whence|whither|hither|thither|henceforth|hitherto)\b/gi, instead: '"where … from", "until now"' },
  { pattern: /\b(?:there|here|where)(?:of|by|in|with|upon)\b/gi, instead: '"of it", "by this", "in which"' },
  { pattern: /\bheed(?:s|ed|ing)?\b/gi, instead: '"follow", "apply" or "check"' },
  {
    pattern: /\b(?:is|are|was|were|be|been|being) told\b(?! apart| from)/gi,
    instead: '"is notified", "is shown" or "knows"',
  },
  {
    pattern:
      /\b(?:tell(?:s|ing) (?:the |an |each |every )?(?:applicant|administrator|reviewer|member|colleague|staff|person|people)s?|tell (?:the |each )?applicants?)\b/gi,
    instead: '"notify" or "show"',
  },
  { pattern: /\bbegun\b/gi, instead: '"started"' },
  { pattern: /\bunder way\b/gi, instead: '"in progress"' },
  { pattern: /\bonce more\b/gi, instead: '"again"' },
  { pattern: /\bas (?:it|they) stands?\b/gi, instead: '"current"' },
  { pattern: /\bwhose turn\b/gi, instead: '"next"' },
  { pattern: /\b(?:to|not) be had\b/gi, instead: '"available"' },
]

/** Lists the same, with any white space for a space: a comment breaks its lines anywhere. */
export const PHRASES = TABLE.map(({ pattern, instead }) => ({
  pattern: new RegExp(pattern.source.replaceAll(' ', '\\s'), 'gi'),
  instead,
}))

const OTHER_WORDS =
  'tells?|telling|told|whatever|asked for|(?:is|are) asked|goe?s? on|bears?|stands|kept|beside|begins?|taken? in|takes in|for good|lately|says of'

/** Matches all old words, for the count: those of `PHRASES`, and those that are old in most places only. */
export const OLD_WORDS = new RegExp(
  `${PHRASES.map(({ pattern }) => pattern.source).join('|')}|\\b(?:${OTHER_WORDS})\\b`,
  'gi',
)

/** Lists the old words of identifiers, which are split at their capitals. */
export const OLD_NAMES = new Set(
  'tell tells told telling mend mends mended mendable anew heed whence begun begin begins beginning kept keep keeps ask asks asked asking'
    .concat(' foresee foreseen owes owed owing handed away whose lay lie lies patience patiently outlast')
    .split(' '),
)

/**
 * Matches names that fail the check: those with "mend" as a word of theirs, such as `mendField`, but not `recommend`.
 */
export const REPLACED_NAME =
  /(?:^|_)(?:mend|MEND)(?:s|ed|ing|able|S|ED|ING|ABLE)?(?=[A-Z_]|$)|Mend(?:s|ed|ing|able)?(?=[A-Z_]|$)/

/**
 * Names the files that read or write what is stored under such a name, and never changes: catalogues of reasons, events
 * of the audit log, decisions that are sealed, exported data.
 */
export const STORED_NAMES = [
  /^app\/\(admin\)\/\(rules\)\/reasons\//,
  /^app\/\(review\)\/queue\/\[qualificationId\]\/_components\/review-reducer\.ts$/,
  /^lib\/audit\//,
  /^lib\/privacy\/own-data\/export-qualification\.ts$/,
  /^lib\/review\/decisions\/(?:decide-qualification\.db\.test|pending-content(?:\.test)?|record-decision)\.ts$/,
  /^lib\/rulebook\//,
]
