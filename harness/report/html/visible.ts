/**
 * Characters that show nothing and change how what stands around them reads: controls, and marks that turn the
 * direction of text (https://trojansource.codes). Line breaks and tabs are none of them.
 */
const UNSEEN = /(?![\t\n\r])\p{Cc}|[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu

/** `\u202e` in place of the mark itself. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
