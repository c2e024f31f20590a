import { equal } from 'node:assert/strict'
import { interpolate } from '../../harness/spec/interpolate.ts'
import { literal, writeSpec } from '../../harness/spec/write-spec.ts'

describe('a spec that is written', () => {
  it('keeps its comments above their keys, and quotes what YAML would read otherwise', () => {
    const text = writeSpec(['a head', 'of two lines'], {
      entries: [
        { key: 'rehearsal', value: 'small' },
        {
          key: 'stage',
          comment: ['assumed'],
          value: {
            entries: [
              { key: 'version', value: '5.0' },
              { key: 'one', value: { flow: true, entries: [{ key: 'a b', value: 'x: #y' }] } },
              { key: 'list', comment: ['two'], value: { items: ['- a', 'b'] } },
            ],
          },
        },
      ],
    })
    equal(
      text,
      `# a head
# of two lines

rehearsal: small

# assumed
stage:
  version: "5.0"
  one: { a b: "x: #y" }
  # two
  list:
    - "- a"
    - b
`,
    )
  })

  it('lets no file’s name out of a comment', () => {
    const text = writeSpec(['found a\nb: c\u2028d'], { entries: [{ key: 'a', value: 1 }] })
    equal(text, '# found a?b: c?d\n\na: 1\n')
  })

  it('keeps what looks like a placeholder and is a name', () => {
    for (const name of [`a \${HOME} b`, `\${x}`, `$\${x}`, `\${`, 'cost $5', `\${a}\${b}`])
      equal(interpolate(literal(name), {}).text, name)
  })
})
