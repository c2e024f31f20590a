/** A moment of the plan, after its start: `T+01:05`, `T+1:02:00`. */
export function clockOf(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)]
  const two = (value: number) => String(value).padStart(2, '0')
  return `T+${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(seconds % 60)}`
}
