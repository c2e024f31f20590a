const LONGEST = 160

/** The look of a line without what it says: letters become a, digits 9, so that nobody's data is shown with a mistake. */
export function masked(line: string): string {
  const look = line
    .replace(/\p{Cc}/gu, '?')
    .replace(/\p{Lu}/gu, 'A')
    .replace(/[^\P{L}A]/gu, 'a')
    .replace(/\d/g, '9')
  return look.length > LONGEST ? `${look.slice(0, LONGEST - 1)}…` : look
}
