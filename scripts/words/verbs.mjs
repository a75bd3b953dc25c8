/**
 * Lists verbs by which a first sentence is known as one: of those that follow a subject, the forms in use here. It is a
 * dictionary, as of a spell checker: a sentence with a verb that is not here adds it.
 */
export const VERBS = new Set(
  `accepts acts agreed allow allowed allows answer answered answers applies apply asked asks begins belongs blocked
  breaks brightens brings broke came change changed changes checks claims come comes commits compares confirmed
  consist contain contains costs count counts covers crosses decides declared define defines depend depends describe
  describes differ downloaded draws drew drop end ended ends equals examines exists exported exports extends fades
  failed fails finished fit fits follow gave get gets go goes got had hears hold holds identify killed knows lapses
  last lasts lead leads leaves lets lie lies listens looked looks made make makes mean means meet name names need
  opened opens pass passes pauses plays prevents print prints proves reaches read reads recorded recovers refuses
  remain remains reported reports requested requires returns run runs said save saves saw say says seals searches
  see send sends sent serves set sets share show showed shows sign signs speaks stand stands starts stay stays
  stopped stops store stored stores submits submitted take takes thinks throws took tries try uploaded uploads use
  uses verified wait waits went withdrew works wrapped write writes`.split(/\s+/),
)

/** Lists the verbs in upper case with which a doc comment may begin, besides those in the third person. */
export const IMPERATIVES = new Set(
  `Accept Change Claim Decide Export List Lift Make Manage Place Read Record See Show Suspend Sign Undo View
  Numbers Places Types Rounds`.split(/\s+/),
)
