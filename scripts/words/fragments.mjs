import { IMPERATIVES, VERBS } from './verbs.mjs'

const WITHOUT_SUBJECT = /^(?:Is|Are|Was|Were)\b/
const SUBORDINATE = /^(?:What|Who|Whom|Whose|Which|Whether|How|Where|Why)\b/
const PREPOSITION =
  /^(?:Of|(?:By|To|In|For|With|Under|On|From|At|After|Before|Until|Without|Since) (?:which|whom|whose|when))\b/
const OPEN = /^(?:As|By|For|With|Without|Like|In|From|After|Before|Until|Since|Among|Against|Beyond|Instead)\b/
const CLAUSE =
  /,\s+(?:an?|the|it|its|they|this|that|these|those|there|one|no|nobody|nothing|each|every|all|only|both|[a-z]+s)\b/

const AUXILIARIES =
  /\b(?:is|are|was|were|am|be|been|has|have|had|does|do|did|can|may|might|must|shall|will|would|should|could|needs?|isn't|aren't|wasn't|doesn't|don't|can't|won't|hasn't|haven't|cannot)\b/i
const FIRST_WORD_IS_VERB = /^[A-Z][a-z]*s$/
const PLURAL_NOUNS = new Set(
  'Its This Always Besides Others Ours Process Address Lines Words Rows Bytes Milliseconds Seconds Minutes Hours Days Blobs Codes'
    .split(' ')
    .concat(
      'Numbers Messages Ids Keys Roles Pixels Letters Files Events Proofs Pictures Pages Forms Figures Fields'.split(
        ' ',
      ),
    )
    .concat(
      'Drafts Digits Types Times Routes Rights Refusals Qualifications Programs Processes Points Places Parts'.split(
        ' ',
      ),
    )
    .concat(
      'Invitations Entries Decisions Consents Connections Checkpoints Cases Carriers Callers Bodies Bars'.split(' '),
    )
    .concat(
      'Approvals Addresses Versions Texts Tables Signatures Signals Sessions Sentences Scripts Rules Rounds'.split(' '),
    ),
)

/** Returns the first sentence of a doc comment, in one line; null where it has tags only. */
export function firstSentence(comment) {
  const lines = comment
    .replace(/^\*/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trim())
  const end = lines.findIndex((line, at) => line.startsWith('@') || (line === '' && at > 0))
  const text = (end < 0 ? lines : lines.slice(0, end)).join(' ').replace(/\s+/g, ' ').trim()
  const sentence = /^.*?[.!?:;](?=\s|$)/.exec(text)?.[0] ?? text
  return sentence === '' ? null : sentence.replace(/\s@(?:param|returns|throws)\b.*$/, '')
}

/** Returns whether a sentence begins as a part of one: "Of those that…", "What is…", "Is written in hex." */
export function isFragment(sentence) {
  if (WITHOUT_SUBJECT.test(sentence) || SUBORDINATE.test(sentence) || PREPOSITION.test(sentence)) return true
  return OPEN.test(sentence) && !CLAUSE.test(sentence)
}

/** Returns whether a sentence lacks a verb, as "Milliseconds." does. It knows no grammar, only verbs. */
export function lacksVerb(sentence) {
  const plain = sentence.replace(/`[^`]*`/g, 'it')
  const words = plain.split(/[^A-Za-z']+/)
  const [first = ''] = words
  const opensWithVerb = (FIRST_WORD_IS_VERB.test(first) && !PLURAL_NOUNS.has(first)) || IMPERATIVES.has(first)
  return !opensWithVerb && !AUXILIARIES.test(plain) && !words.some((word) => VERBS.has(word))
}
