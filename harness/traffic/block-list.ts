/**
 * Every address but this one, as CIDR ranges: 32 ranges of IPv4, each the sibling of one step on the way down to the
 * address, and all of IPv6. k6 knows a list of what is refused, not of what is admitted.
 */
export function everythingBut(ip: string): readonly string[] {
  const address = ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const siblings = Array.from({ length: 32 }, (_, bit) => {
    const size = 2 ** bit
    const sibling =
      (Math.floor(address / size) % 2 === 0 ? Math.floor(address / size) + 1 : Math.floor(address / size) - 1) * size
    return `${spell(sibling)}/${32 - bit}`
  })
  return [...siblings, '::/0']
}

function spell(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')
}
