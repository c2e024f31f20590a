import exec from 'k6/execution'
import { logIn } from './lib/login.ts'
import { orderOnce } from './lib/order.ts'
import { payOnce } from './lib/payment.ts'
import { openScreen } from './lib/screen.ts'

const base = __ENV.BASE_URL ?? 'http://127.0.0.1:8080'

/** The seeded data set: customer-1 to customer-20000, orders 1 to 1000000. */
const CUSTOMERS = 20_000
const ORDERS = 1_000_000

/** What the mobile app cannot draw its first screen without. */
const SHELL_KEYS = ['greeting', 'menu', 'orders', 'balanceCents']

/** When this VU came to be: two runs against one database must not place the same order. */
const born = Date.now().toString(36)

let issued: string | undefined

/** A customer logs in and is given a token. */
export function login(): void {
  signIn(1 + (turn() % CUSTOMERS))
}

/** The app opens. */
export function mobileHome(): void {
  openScreen({ endpoint: 'GET /mobile/home', url: `${base}/mobile/home`, token: token() }, SHELL_KEYS)
}

/** An order is placed and read back. */
export function placeOrder(): void {
  const body = { reference: unique('order'), amountCents: 100 + (turn() % 9_900) }
  orderOnce({
    place: { endpoint: 'POST /orders', url: `${base}/orders`, token: token(), body },
    readBack: (id) => ({ endpoint: 'GET /orders/:id', url: `${base}/orders/${id}`, token: token() }),
  })
}

/** One of the seeded orders is paid. */
export function pay(): void {
  const body = { reference: unique('payment'), orderId: 1 + ((turn() * 7_919) % ORDERS) }
  payOnce({ endpoint: 'POST /payments', url: `${base}/payments`, token: token(), body })
}

function signIn(customer: number): string | undefined {
  const body = { email: `customer-${customer}@example.test`, password: `rehearsal-${customer}` }
  return logIn({ endpoint: 'POST /login', url: `${base}/login`, body })
}

/** Each VU is one customer, who logs in once; a token outlives the service that issued it. */
function token(): string | undefined {
  issued ??= signIn(1 + (exec.vu.idInTest % CUSTOMERS))
  return issued
}

/** Differs between neighbouring iterations, and is the same in every run for the same iteration. */
function turn(): number {
  return exec.scenario.iterationInTest
}

/** Unlike any other: a reference is a promise that is looked up in the database afterwards. */
function unique(kind: string): string {
  return `${kind}-${born}-${exec.vu.idInTest}-${exec.vu.iterationInInstance}`
}
