/** Endpoints as k6 wants scenarios named: `GET /orders/:id` → `GET-orders-id`, each unlike all others and those taken. */
export function scenarioNames(endpoints: readonly string[], taken: readonly string[]): readonly string[] {
  const used = new Set(taken)
  return endpoints.map((endpoint) => {
    const plain = endpoint.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'endpoint'
    let name = plain
    for (let number = 2; used.has(name); number++) name = `${plain}-${number}`
    used.add(name)
    return name
  })
}
