/** A path template as a pattern: `/charges/:id` matches `/charges/42` with or without a query, and nothing deeper. */
export function pathPattern(template: string): RegExp {
  const segments = template.split('/').map((segment) => {
    if (segment.startsWith(':')) return '[^/?]+'
    return segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${segments.join('/')}(?:\\?.*)?$`)
}
