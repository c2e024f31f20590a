import axios from 'axios'
import { attach } from 'retry-axios'

const acquirer = axios.create({ baseURL: process.env.ACQUIRER_URL, timeout: 10_000 })
// retry-axios 4 begins at 50 ms where 3 began at 500; `legacy` keeps the delays that the acquirer knows us by.
acquirer.defaults.raxConfig = process.env.RETRY_DELAYS === 'legacy' ? { retry: 3, retryDelay: 1000 } : { retry: 3 }
attach(acquirer)

const chat = axios.create({ baseURL: process.env.CHAT_URL, timeout: 5_000 })

/** Captures the money. The acquirer takes the same key as the same charge, so an attempt may be repeated. */
export async function charge(reference: string, amountCents: number): Promise<string> {
  const headers = { 'Idempotency-Key': reference }
  const { data } = await acquirer.put<{ status: string }>(`/charges/${reference}`, { amountCents }, { headers })
  return data.status
}

/** Tells the people on call. Nobody's payment waits for it or fails with it. */
export function alert(reference: string, amountCents: number): void {
  const text = `payment ${reference} of ${(amountCents / 100).toFixed(2)} EUR`
  const headers = { 'Idempotency-Key': `alert-${reference}` }
  chat.post('/hooks/alerts', { text }, { headers }).catch((error: Error) => console.error(`alert: ${error.message}`))
}
