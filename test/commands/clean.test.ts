import { equal } from 'node:assert/strict'
import { cleaningText } from '../../harness/commands/clean.ts'

describe('what clean says', () => {
  it('names what it removed, and counts the images that a live run may need', () => {
    const removed = [{ kind: 'image', name: 'fulldress-build:0123456789ab' }] as const
    equal(cleaningText({ removed, live: [], imagesLeft: 0 }), 'removed image     fulldress-build:0123456789ab\n')
    equal(
      cleaningText({ removed: [], live: ['a1b2c3'], imagesLeft: 13 }),
      'nothing was left behind\nleft alone: a live run (a1b2c3)\nleft alone: 13 images that runs built, which may be in use\n',
    )
  })
})
