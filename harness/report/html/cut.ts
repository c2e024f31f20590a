/** Long enough for what people write; what programs print into a message may be a megabyte. */
const MOST = 1_000

/** Text of which the rest is in verdict.json. */
export function cut(text: string, most = MOST): string {
  return text.length > most ? `${text.slice(0, most)}… (${text.length - most} characters more in verdict.json)` : text
}
