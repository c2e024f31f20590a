/** Comments that a tool or its author put before a statement. */
const COMMENTS = /^(?:\s+|--[^\n]*\n|\/\*.*?\*\/)*/s

const DEFINITIONS =
  /^(?:create\s+(?:or\s+replace\s+)?(?:(?:temp|temporary)\s+)?(?:recursive\s+)?view\b|create\s+(?:or\s+replace\s+)?(?:function|procedure)\b|create\s+(?:unlogged\s+)?table\s+[^()]+\(\s*like\s+[^()]+\)\s*;?\s*$|lock\b|prepare\b|comment\b|grant\b)/i

/** Several statements in one string may do anything; a body with semicolons is taken for such as well. */
const SEVERAL = /;\s*\S/

/** Whether a statement looks relations up, and locks them ACCESS SHARE for that, but reads none of their rows. */
export function readsNoRows(statement: string): boolean {
  const bare = statement.replace(COMMENTS, '')
  return DEFINITIONS.test(bare) && !SEVERAL.test(bare)
}
