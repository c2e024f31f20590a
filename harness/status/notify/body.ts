import type { Message } from '../message.ts'
import type { Target } from './target.ts'

/** What is sent: the message as it is, or what Slack and those who speak like it take, text alone. */
export function bodyOf(message: Message, { body }: Pick<Target, 'body'>): string {
  return JSON.stringify(body === 'json' ? message : { text: escapeSlack(message.text) })
}

/** Three characters are Slack's own: with them a summary could mention a whole channel, or make a link. */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
