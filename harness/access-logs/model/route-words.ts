import { hashOfWord } from './segment.ts'

/** Words that belong to paths wherever they are seen, however seldom; none of them is anybody's name. */
const ROUTES = `
  account accounts activate activity admin alerts analytics api app apps archive articles assets attachments audit auth authorize
  balance basket batch billing blog book bookings bulk cache calendar callback campaigns cancel capture cards cart catalog categories category
  charges checkout client clients cms comments companies config confirm connect contact content count create css current customer customers
  dashboard data default delete delivery details devices discover docs documents download edit email emails embed error events explore export
  favicon.ico features feed feedback fetch files filter follow fonts forgot form forms generate graphql groups health healthz help
  history home hooks host icons id identity images img import inbox index index.html index.php info init inventory invite invoices items
  jobs js json key keys labels latest legal license like likes lines links list live livez locations lock log login logout logs lookup
  mail manage manifest.json map me media members menu merchants messages metadata metrics mobile modules my new news newsletter notes notifications
  oauth oauth2 offers open openapi options order orders organizations overview page pages partners password pay payment payments pending permissions
  ping plans play points policies policy posts preferences preview prices pricing print privacy process product products profile profiles
  projects promotions public publish purchase query queue quote rates ratings read ready readyz receipts recent recommendations redirect refresh refund
  refunds register reject related releases remove render reports request requests reset resources rest restore results resume returns reviews robots.txt roles
  root rpc rss rules run save schedule schema search security self send service services session sessions settings settle share shipments shop
  sign-in sign-up signin signout signup site sitemap.xml slots sms sources spec start state static stats status stock stop store stores stream submit
  subscribe subscriptions suggest summary support swagger sync system tags tasks teams templates terms test tickets tokens token top topics track tracking
  transactions transfer transfers trending unlock unsubscribe update updates upload uploads usage user users validate verify version versions
  video videos view views wallet web webhook webhooks widgets wishlist`

/** What follows one of these is a person, unless it is a word of ROUTES. */
const PEOPLE = `
  account accounts author authors by-author by-customer by-name by-user client clients contact contacts customer customers employee employees follow
  friends member members merchant merchants name patient patients people person persons profile profiles student students subscriber subscribers
  u user username users u staff teacher teachers tenant tenants owner owners driver drivers guest guests passenger passengers invite reset-password
  inbox mailbox my home calendar calendars`

const routes = new Set(hashesOf(ROUTES))
const people = new Set(hashesOf(PEOPLE))

/** Tells words that belong to paths, by hash: those above, and those that the user knows to be no person's. */
export function routeWords(keep: readonly string[]): (hash: number) => boolean {
  const kept = new Set(keep.map(hashOfWord))
  return (hash) => routes.has(hash) || kept.has(hash)
}

/** Whether what comes beneath this word is, as a rule, a person. */
export function namesPeople(hash: number): boolean {
  return people.has(hash)
}

function hashesOf(words: string): readonly number[] {
  return words.trim().split(/\s+/).map(hashOfWord)
}
